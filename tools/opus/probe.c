/* Exits with 0 if this Opus can do deep redundancy: since 1.5 the functions are always there, and without it they say
   OPUS_UNIMPLEMENTED. */
#include <opus.h>
#include <stdio.h>

int main(void) {
    int error = OPUS_OK;
    OpusDREDDecoder* dred = opus_dred_decoder_create(&error);
    if (dred == NULL) {
        fprintf(stderr, "%s: no DRED decoder: %s\n", opus_get_version_string(), opus_strerror(error));
        return 1;
    }
    opus_dred_decoder_destroy(dred);

    OpusEncoder* encoder = opus_encoder_create(16000, 1, OPUS_APPLICATION_VOIP, &error);
    if (encoder == NULL) return 1;
    error = opus_encoder_ctl(encoder, OPUS_SET_DRED_DURATION(50));
    opus_encoder_destroy(encoder);
    if (error != OPUS_OK) {
        fprintf(stderr, "%s: no DRED encoder: %s\n", opus_get_version_string(), opus_strerror(error));
        return 1;
    }
    return 0;
}
