#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tridens/io/run_card.hh"

namespace CLI {
class App;
class Option;
}  // namespace CLI

// The program `tridens`: arguments in, requests of the room `run` out, results as tables or JSON.
namespace tridens::app {

/// What the chosen verb does once the arguments are read.
using Action = std::function<void()>;

/// Each adds one verb to the program; when it is chosen, `action` is set.
void add_init(CLI::App& program, Action& action);
void add_completion(CLI::App& program, Action& action);
void add_xsec(CLI::App& program, Action& action);
void add_generate(CLI::App& program, Action& action);
void add_check(CLI::App& program, Action& action);
void add_histogram(CLI::App& program, Action& action);
void add_reproduce(CLI::App& program, Action& action);
void add_bounds(CLI::App& program, Action& action);
void add_report(CLI::App& program, Action& action);
void add_cite(CLI::App& program, Action& action);
void add_list(CLI::App& program, Action& action);
void add_show(CLI::App& program, Action& action);
void add_tables(CLI::App& program, Action& action);
void add_rate(CLI::App& program, Action& action);
void add_fit(CLI::App& program, Action& action);
void add_scan(CLI::App& program, Action& action);
void add_merge(CLI::App& program, Action& action);

/// Set by Ctrl-C and by a request to terminate.
const std::atomic<bool>& stop_flag();
void watch_signals();
/// Ctrl-C ends the program at once, for verbs that write nothing before they are done.
void stop_at_once();

// ---- options that several verbs share

/// An option that takes a whole number between two limits; anything else is a UserError.
CLI::Option* add_whole_number(CLI::App& verb, const std::string& name, const std::string& help, std::int64_t lowest,
                              std::int64_t highest, std::function<void(std::int64_t)> set);
/// "--threads", 1 to 4096.
CLI::Option* add_threads(CLI::App& verb, std::function<void(int)> set);
/// "--seed", 0 to 2^63 - 1 as in run cards.
CLI::Option* add_seed(CLI::App& verb, std::function<void(std::uint64_t)> set);

/// "power-law,..." is analytic, "x.csv" or a path is a file, everything else a name of the data folder.
io::FluxCard flux_from_option(const std::string& text);
/// A model as "name" or "name,key=value,...", with more settings as "key=value".
io::ModelCard model_from_options(const std::string& specification, const std::vector<std::string>& settings);
/// "5GeV,10GeV" in GeV; each must be above 0.
std::vector<double> energies_from_option(const std::string& text, const std::string& option = "--energy");
/// Checks a relative precision: above 0 and below 1.
void check_precision(double precision);

}  // namespace tridens::app
