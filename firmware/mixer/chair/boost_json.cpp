// Boost.JSON's own source, once: the library is used by its headers alone.
#include <boost/json/src.hpp>
