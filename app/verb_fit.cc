#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/run/fit_text.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

struct Options {
  std::string card;
  run::FitRequest request;
  bool json = false, evaluate = false, no_intervals = false;
};

void print_minima(const run::FitResult& result) {
  std::vector<std::string> headings = {""};
  for (const auto& parameter : result.parameters) headings.push_back(parameter.name);
  headings.emplace_back("chi2");
  if (result.experiments.size() > 1) {
    for (const auto& experiment : result.experiments) headings.push_back(experiment.name);
  }
  headings.emplace_back("penalty");
  headings.emplace_back("");
  TextTable table(headings);
  const auto add = [&](const std::string& name, const run::FitResult::Point& point) {
    std::vector<std::string> cells = {name};
    for (size_t i = 0; i < result.parameters.size(); ++i) {
      cells.push_back(i < point.parameters.size() ? number(point.parameters[i]) : "-");
    }
    cells.push_back(fmt::format("{:.3f}", point.chi2));
    if (result.experiments.size() > 1) {
      for (const double chi2 : point.experiments) cells.push_back(fmt::format("{:.3f}", chi2));
    }
    cells.push_back(fmt::format("{:.3f}", point.penalty));
    cells.emplace_back(!point.converged ? "not converged" : point.at_edge ? "at the end of a range" : "");
    table.add(cells);
  };
  for (size_t i = 0; i < result.minima.size(); ++i) {
    add(i == 0 ? "best fit" : "minimum " + std::to_string(i + 1), result.minima[i]);
  }
  if (result.standard_model) add("Standard Model", *result.standard_model);
  table.print();
}

void print_intervals(const run::FitResult& result) {
  for (const auto& [parameter, why] : result.no_intervals) print_line("\nno limits: " + why);
  if (result.intervals.empty()) return;
  TextTable table({"parameter", "confidence", "from", "to", "method"});
  for (const run::FitResult::Range& range : result.intervals) {
    table.add({range.parameter, fmt::format("{:.4g}", range.confidence), range.low_open ? "open" : number(range.low),
               range.high_open ? "open" : number(range.high), range.method});
  }
  print_line("");
  table.print();
}

void print_nuisances(const run::FitResult& result) {
  if (result.nuisances.empty()) return;
  TextTable table({"nuisance", "value", "width", "unit"});
  for (const run::FitResult::Pull& pull : result.nuisances) {
    table.add({pull.name, number(pull.value), std::isfinite(pull.width) ? number(pull.width) : "free", pull.unit});
  }
  print_line("");
  table.print();
}

/// Without the form factors and couplings of every nuclide, which JSON holds.
run::Provenance short_provenance(run::Provenance provenance) {
  std::erase_if(provenance.choices,
                [](const auto& choice) { return std::count(choice.first.begin(), choice.first.end(), ':') > 1; });
  return provenance;
}

void print(const run::FitResult& result) {
  for (const run::FitResult::Experiment& experiment : result.experiments) {
    print_line(fmt::format("{}: {} {} in {} bins, {} expected at the best fit ({})", experiment.name,
                           number(experiment.observed), experiment.data, experiment.bins, number(experiment.expected),
                           experiment.statistic));
  }
  print_line("");
  print_minima(result);
  print_line(result.degrees_of_freedom > 0.0
                 ? fmt::format("\n{} bins, {:g} degrees of freedom, p-value {:.3g}", result.bins,
                               result.degrees_of_freedom, result.p_value)
                 : fmt::format("\n{} bins for as many unknowns or more: no goodness of fit", result.bins));
  print_intervals(result);
  print_nuisances(result);
  if (!result.output.empty()) print_line("\nwritten to " + result.output);
  print_provenance(short_provenance(result.provenance));
}

/// Options that would have no effect, and files that would replace their source.
void check_options(const Options& options) {
  const run::FitRequest& request = options.request;
  if (options.evaluate && (options.json || !request.output.empty() || request.feldman_cousins || !request.intervals)) {
    throw UserError("--evaluate with options of a fit", "it prints chi2 and nothing else", "leave the others out");
  }
  if (request.feldman_cousins && !request.intervals) {
    throw UserError("--feldman-cousins with --no-intervals", "toys make intervals", "leave one of them out");
  }
  std::error_code ignored;
  if (!request.output.empty() && std::filesystem::equivalent(request.output, options.card, ignored)) {
    throw UserError("the output is " + options.card + " itself", "it would be replaced", "choose another name");
  }
}

/// One line of numbers.
std::vector<double> numbers_of(const std::string& line) {
  std::vector<double> numbers;
  std::istringstream words(line);
  for (std::string word; words >> word;)
    numbers.push_back(parse_quantity(word, Dimension::number, "a line of --evaluate"));
  return numbers;
}

void print_names(const run::FitFunction& function) {
  for (const std::string& name : function.parameters()) fmt::print("# parameter: {}\n", name);
  for (const run::FitFunction::Constraint& each : function.nuisances()) {
    fmt::print("# nuisance: {} {} {} {}\n", each.name, each.width, each.lower, each.upper);
  }
  fmt::print("# ready\n");
  std::fflush(stdout);
}

/// chi2 of every line of the standard input, at once, for programs at the other end of a pipe.
void evaluate(const Options& options) {
  stop_at_once();
  const run::FitFunction function(io::read_fit_card(options.card), options.request.threads);
  print_names(function);
  const size_t parameters = function.parameters().size(), all = parameters + function.nuisances().size();
  for (std::string line; std::getline(std::cin, line);) {
    const std::vector<double> values = numbers_of(line);
    if (values.size() != parameters && values.size() != all) {
      throw UserError(fmt::format("a line of {} numbers", values.size()),
                      fmt::format("there are {} parameters, {} with the nuisances", parameters, all), "");
    }
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(parameters);
    const std::vector<double> point(values.begin(), end);
    const bool profiled = values.size() == parameters;
    fmt::print("{}\n", profiled ? function.profiled(point) : function.at(point, {end, values.end()}));
    std::fflush(stdout);
  }
}

}  // namespace

void add_fit(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("fit", "best fit, goodness of fit and intervals from a fit card");
  verb.footer(
      "Examples:\n"
      "  tridens fit 09_coherent_nsi_down.toml\n"
      "  tridens fit 09_coherent_nsi.toml --no-intervals --output best-fit.json");
  verb.add_option("card", options->card, "fit card, TOML")->required()->type_name("FILE");
  verb.add_flag("--feldman-cousins", options->request.feldman_cousins, "intervals of one parameter by toys too");
  verb.add_flag("--no-intervals", options->no_intervals, "only minima and goodness of fit");
  verb.add_flag("--evaluate", options->evaluate, "chi2 of every line of standard input: parameters [nuisances]");
  add_threads(verb, [options](int value) { options->request.threads = value; });
  verb.add_option("--output", options->request.output, "JSON file with everything")->type_name("FILE");
  verb.add_flag("--force", options->request.force, "replace an existing file");
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] {
    action = [options] {
      options->request.intervals = !options->no_intervals;
      check_options(*options);
      if (options->evaluate) return evaluate(*options);
      options->request.card = io::read_fit_card(options->card);
      options->request.stop = &stop_flag();
      options->request.progress = Progress("points with toys");
      const run::FitResult result = run::fit(options->request);
      if (options->json) {
        fmt::print("{}", run::fit_text(result));
      } else {
        print(result);
      }
    };
  });
}

}  // namespace tridens::app
