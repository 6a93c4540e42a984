#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <csignal>
#include <limits>

#include "program.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/flux/sources.hh"

namespace tridens::app {
namespace {

std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");

extern "C" void request_stop(int) {
  stop_requested.store(true);
}

}  // namespace

const std::atomic<bool>& stop_flag() {
  return stop_requested;
}

void watch_signals() {
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  std::signal(SIGHUP, request_stop);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is then an error of the write
}

void stop_at_once() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
}

CLI::Option* add_whole_number(CLI::App& verb, const std::string& name, const std::string& help, std::int64_t lowest,
                              std::int64_t highest, std::function<void(std::int64_t)> set) {
  const auto read = [=](const std::string& text) {
    std::int64_t value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size() || value < lowest || value > highest) {
      throw UserError(fmt::format("{} is '{}'", name, text),
                      fmt::format("a whole number from {} to {} is needed", lowest, highest),
                      fmt::format("for example {} {}", name, std::max<std::int64_t>(lowest, 1)));
    }
    set(value);
  };
  return verb.add_option_function<std::string>(name, read, help)->type_name("N");
}

CLI::Option* add_threads(CLI::App& verb, std::function<void(int)> set) {
  return add_whole_number(verb, "--threads", "number of threads; results do not depend on it", 1, 4096,
                          [=](std::int64_t value) { set(static_cast<int>(value)); });
}

CLI::Option* add_seed(CLI::App& verb, std::function<void(std::uint64_t)> set) {
  return add_whole_number(verb, "--seed", "seed of the random numbers", 0, std::numeric_limits<std::int64_t>::max(),
                          [=](std::int64_t value) { set(static_cast<std::uint64_t>(value)); });
}

io::FluxCard flux_from_option(const std::string& text) {
  io::FluxCard flux;
  const bool is_file = text.find('/') != std::string::npos || text.ends_with(".csv");
  if (flux::is_source(text)) {
    flux.source = text;
  } else if (is_file) {
    flux.file = text;
  } else if (text.find(',') != std::string::npos || text.find('=') != std::string::npos) {
    parse_specification(text, "--flux");
    flux.analytic = text;
  } else {
    flux.name = text;
  }
  if (text.empty()) throw UserError("--flux is empty", "a name is needed", "see 'tridens list fluxes'");
  return flux;
}

io::ModelCard model_from_options(const std::string& specification, const std::vector<std::string>& settings) {
  const Specification parsed = parse_specification(specification, "--model");
  io::ModelCard model;
  model.name = parsed.name;
  for (const auto& [key, value] : parsed.settings) model.settings[key] = value;
  for (const std::string& setting : settings) {
    const size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == setting.size()) {
      throw UserError(fmt::format("--set '{}' is no setting", setting), "settings are written key=value",
                      "for example --set mass=10MeV");
    }
    const std::string key = setting.substr(0, equals);
    if (!model.settings.emplace(key, setting.substr(equals + 1)).second) {
      throw UserError(fmt::format("'{}' is set twice", key), "each setting has one value", "keep one of them");
    }
  }
  return model;
}

std::vector<double> energies_from_option(const std::string& text, const std::string& option) {
  std::vector<double> energies;
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string piece = text.substr(begin, end - begin);
    const double energy = parse_quantity(piece, Dimension::energy, option);
    if (energy <= 0.0) {
      throw UserError(fmt::format("{} is '{}'", option, piece), "an energy is above 0", "");
    }
    energies.push_back(energy);
    begin = end + 1;
  }
  return energies;
}

void check_precision(double precision) {
  if (precision >= 1e-6 && precision < 1.0) return;
  throw UserError(fmt::format("--precision is {}", precision), "a relative precision lies between 1e-6 and 1",
                  "for example --precision 1e-3");
}

}  // namespace tridens::app
