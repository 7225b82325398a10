#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "config/vocab/ensure.h"

namespace giaoban {

/// The reason in place of a value: `return Unexpected(SrtpRefusal::forged);`
template <typename E>
class Unexpected {
  public:
    constexpr explicit Unexpected(E error) noexcept(std::is_nothrow_move_constructible_v<E>)
        : error_(std::move(error)) {}
    [[nodiscard]] constexpr const E& error() const& noexcept { return error_; }
    [[nodiscard]] constexpr E&& error() && noexcept { return std::move(error_); }

  private:
    E error_;
};

/// A value, or the reason why there is none: what a function answers that can meet bad weather.
///
/// Real time:  takes no memory of its own.
/// Errors:     asking for a value that is not there, or an error that is not there, is our bug
///             (ensure).
/// Source:     std::expected of C++23, as much of it as is used here.
template <typename T, typename E>
class [[nodiscard]] Expected {
  public:
    using value_type = T;
    using error_type = E;

    constexpr Expected() requires std::is_default_constructible_v<T>
        : content_(std::in_place_index<0>) {}
    template <typename U = T>
    requires(std::is_constructible_v<T, U> &&
             !std::is_same_v<std::remove_cvref_t<U>,
                             Expected>) constexpr explicit(!std::is_convertible_v<U, T>)
        Expected(U&& value)
        : content_(std::in_place_index<0>, std::forward<U>(value)) {}
    template <typename G>
    requires std::is_constructible_v<E, G>
    constexpr Expected(Unexpected<G> error)
        : content_(std::in_place_index<1>, std::move(error).error()) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return content_.index() == 0; }
    constexpr explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] constexpr T& value() & noexcept { return *pointer(); }
    [[nodiscard]] constexpr const T& value() const& noexcept { return *pointer(); }
    [[nodiscard]] constexpr T&& value() && noexcept { return std::move(*pointer()); }
    constexpr T& operator*() & noexcept { return *pointer(); }
    constexpr const T& operator*() const& noexcept { return *pointer(); }
    constexpr T&& operator*() && noexcept { return std::move(*pointer()); }
    constexpr T* operator->() noexcept { return pointer(); }
    constexpr const T* operator->() const noexcept { return pointer(); }

    [[nodiscard]] constexpr const E& error() const& noexcept { return *reason(); }
    [[nodiscard]] constexpr E&& error() && noexcept { return std::move(*reason()); }

    template <typename U>
    [[nodiscard]] constexpr T value_or(U&& otherwise) const& {
        return has_value() ? *pointer() : static_cast<T>(std::forward<U>(otherwise));
    }
    template <typename U>
    [[nodiscard]] constexpr T value_or(U&& otherwise) && {
        return has_value() ? std::move(*pointer()) : static_cast<T>(std::forward<U>(otherwise));
    }

  private:
    constexpr T* pointer() noexcept {
        T* value = std::get_if<0>(&content_);
        ensure(value != nullptr, "an Expected that is asked for its value has one");
        return value;
    }
    constexpr const T* pointer() const noexcept {
        const T* value = std::get_if<0>(&content_);
        ensure(value != nullptr, "an Expected that is asked for its value has one");
        return value;
    }
    constexpr E* reason() noexcept {
        E* error = std::get_if<1>(&content_);
        ensure(error != nullptr, "an Expected that is asked for its error has one");
        return error;
    }
    constexpr const E* reason() const noexcept {
        const E* error = std::get_if<1>(&content_);
        ensure(error != nullptr, "an Expected that is asked for its error has one");
        return error;
    }

    std::variant<T, E> content_;
};

/// Done, or the reason why not: `return {};` when it is done.
template <typename E>
class [[nodiscard]] Expected<void, E> {
  public:
    using value_type = void;
    using error_type = E;

    constexpr Expected() noexcept : content_(std::in_place_index<0>) {}
    template <typename G>
    requires std::is_constructible_v<E, G>
    constexpr Expected(Unexpected<G> error)
        : content_(std::in_place_index<1>, std::move(error).error()) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return content_.index() == 0; }
    constexpr explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] constexpr const E& error() const noexcept {
        const E* error = std::get_if<1>(&content_);
        ensure(error != nullptr, "an Expected that is asked for its error has one");
        return *error;
    }

  private:
    std::variant<std::monostate, E> content_;
};

/// Same value or same reason.
template <typename T, typename E>
constexpr bool operator==(const Expected<T, E>& a, const Expected<T, E>& b) {
    if (a.has_value() != b.has_value()) return false;
    if (!a.has_value()) return a.error() == b.error();
    if constexpr (std::is_void_v<T>) {
        return true;
    } else {
        return *a == *b;
    }
}

}  // namespace giaoban
