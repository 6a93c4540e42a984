#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// One grammar for every message: problem (why) suggestion.
namespace tridens {

/// Something the user asked cannot be done as asked: the program exits with 2.
class UserError : public std::runtime_error {
 public:
  UserError(std::string_view problem, std::string_view why, std::string_view suggestion = "");
};

/// The program could not do its work (a full disk, a missing part of the installation): it exits with 1.
class Failure : public std::runtime_error {
 public:
  Failure(std::string_view problem, std::string_view why, std::string_view suggestion = "");
};

/// The user or the system asked the program to stop (SIGINT, SIGTERM).
class Interrupted : public Failure {
 public:
  using Failure::Failure;
};

/// The candidate nearest to `name` by edit distance (case-insensitive), or "" when none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

/// Throws UserError: "unknown KIND 'NAME' (known: a, b, c, ...) did you mean 'b'?"
[[noreturn]] void unknown_name(std::string_view kind, std::string_view name,
                               const std::vector<std::string>& candidates);

/// Edit distance that counts insertions, deletions, substitutions and swaps of neighbours.
int edit_distance(std::string_view a, std::string_view b);

}  // namespace tridens
