#include "firmware/mixer/chair/desk.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/catch.h"

using giaoban::chair::Desk;

TEST_CASE("a job runs on the desk's thread and its answer is posted, in order, also at the end",
          "[chair]") {
    std::vector<int> answers;
    std::vector<Desk::Back> posted;
    std::mutex mutex;
    std::thread::id where;
    {
        Desk desk([&](Desk::Back back) {
            const std::lock_guard lock(mutex);
            posted.push_back(std::move(back));
        });
        for (int i = 0; i < 20; ++i) {
            REQUIRE(desk.submit([&, i] {
                where = std::this_thread::get_id();
                return Desk::Back([&answers, i] { answers.push_back(i); });
            }));
        }
    }
    CHECK(where != std::this_thread::get_id());
    for (const auto& back : posted)
        back();
    REQUIRE(answers.size() == 20);
    CHECK(answers.front() == 0);
    CHECK(answers.back() == 19);
}

TEST_CASE("a desk that is full takes no more", "[chair]") {
    std::mutex mutex;
    std::condition_variable changed;
    bool go = false;
    bool begun = false;
    Desk desk([](const Desk::Back&) {});
    REQUIRE(desk.submit([&] {
        std::unique_lock lock(mutex);
        begun = true;
        changed.notify_all();
        changed.wait(lock, [&] { return go; });
        return Desk::Back();
    }));
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return begun; });
    }
    for (std::size_t i = 0; i < Desk::most; ++i)
        CHECK(desk.submit([] { return Desk::Back(); }));
    CHECK_FALSE(desk.submit([] { return Desk::Back(); }));
    const std::lock_guard lock(mutex);
    go = true;
    changed.notify_all();
}
