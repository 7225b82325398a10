#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace giaoban::chair {

/// Who comes in: so many connections at once, and so many of one address.
///
/// Threading:  not synchronised; the network thread's. A pass may outlive its gate's owner.
class Gate : public std::enable_shared_from_this<Gate> {
  public:
    Gate(std::size_t most, std::size_t most_of_address)
        : most_(most), most_of_address_(most_of_address) {}

    /// Gives its place back at the end of its life.
    class Pass {
      public:
        Pass(std::shared_ptr<Gate> gate, std::string address);
        Pass(Pass&& other) noexcept = default;
        Pass& operator=(Pass&&) = delete;
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        ~Pass();

      private:
        std::shared_ptr<Gate> gate_;
        std::string address_;
    };

    /// Nothing: there is no room.
    [[nodiscard]] std::optional<Pass> enter(const std::string& address);
    [[nodiscard]] std::size_t inside() const noexcept { return inside_; }

  private:
    std::size_t most_;
    std::size_t most_of_address_;
    std::size_t inside_ = 0;
    std::map<std::string, std::size_t> addresses_;
};

}  // namespace giaoban::chair
