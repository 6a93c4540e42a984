// chi2 over a grid of parameters, point by point, in chunks that are kept.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/io/output_file.hh"
#include "tridens/run/file_ending.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/fit_text.hh"
#include "tridens/run/scan_output.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

struct Grid {
  std::vector<size_t> scanned, profiled;  // places of the parameters
};

Grid grid_of_card(const io::FitCard& card) {
  Grid grid;
  for (size_t i = 0; i < card.parameters.size(); ++i) {
    (card.parameters[i].scan ? grid.scanned : grid.profiled).push_back(i);
  }
  if (!grid.scanned.empty()) return grid;
  throw UserError("the card has nothing to scan", "no [[parameter]] has scan = true", "use 'tridens fit'");
}

io::ScanHeader header_of(const ScanRequest& request, const FitSetup& setup, const Grid& grid) {
  const io::FitCard& card = request.card;
  io::ScanHeader header;
  header.title = card.title;
  header.version = version();
  header.card = io::resolved_text(card);
  header.shard = request.shard;
  header.shards = request.shards;
  header.columns = {"index"};
  for (const size_t i : grid.scanned) {
    const io::FitParameterCard& parameter = card.parameters[i];
    header.axes.push_back({parameter.name, parameter.unit, parameter.title, parameter.min, parameter.max,
                           parameter.points, parameter.logarithmic});
    header.columns.push_back(parameter.name);
  }
  for (const size_t i : grid.profiled) header.columns.push_back(card.parameters[i].name);
  for (const char* column : {"chi2", "penalty"}) header.columns.emplace_back(column);
  for (const FitResult::Experiment& experiment : setup.experiments) header.columns.push_back("chi2:" + experiment.name);
  header.columns.emplace_back("converged");
  for (const auto& [key, text] : setup.provenance.choices) header.provenance.emplace_back(key, text);
  for (const auto& [name, checksum] : setup.provenance.data_checksums) {
    header.provenance.emplace_back("sha256 " + name, checksum);
  }
  for (const std::string& paper : setup.provenance.citations_arxiv) header.provenance.emplace_back("cite", paper);
  return header;
}

/// The best fit goes into the header: what contours are drawn above, the same in every shard.
void add_best(const FitSetup& setup, io::ScanHeader& header) {
  for (const inference::Minimum& minimum : inference::minima(*setup.likelihood, setup.parameters)) {
    if (!minimum.converged) continue;
    header.provenance.emplace_back("best chi2", fmt::format("{}", minimum.profile.chi2));
    for (size_t i = 0; i < setup.parameters.size(); ++i) {
      header.provenance.emplace_back("best " + setup.parameters[i].name, fmt::format("{}", minimum.parameters[i]));
    }
    return;
  }
  throw Failure("no minimum was found", "no search converged", "change the ranges of the parameters");
}

/// Values of the scanned parameters at a point; the last axis runs fastest.
std::vector<double> coordinates(const io::ScanHeader& header, size_t index) {
  std::vector<double> values(header.axes.size());
  for (size_t axis = header.axes.size(); axis-- > 0;) {
    const auto points = static_cast<size_t>(header.axes[axis].points);
    values[axis] = header.axes[axis].at(static_cast<int>(index % points));
    index /= points;
  }
  return values;
}

io::ScanRow row_at(const FitSetup& setup, const io::ScanHeader& header, const Grid& grid, size_t index) {
  const std::vector<double> values = coordinates(header, index);
  std::vector<double> fixed(setup.parameters.size(), std::numeric_limits<double>::quiet_NaN());
  for (size_t i = 0; i < values.size(); ++i) fixed[grid.scanned[i]] = values[i];
  const inference::Minimum minimum = inference::best(*setup.likelihood, setup.parameters, fixed);
  io::ScanRow row = {static_cast<double>(index)};
  row.insert(row.end(), values.begin(), values.end());
  for (const size_t i : grid.profiled) row.push_back(minimum.parameters[i]);
  row.push_back(minimum.profile.chi2);
  row.push_back(minimum.profile.penalty);
  row.insert(row.end(), minimum.profile.measurements.begin(), minimum.profile.measurements.end());
  row.push_back(minimum.converged ? 1.0 : 0.0);
  return row;
}

/// One chunk, shared out over threads; every point stands for itself.
std::vector<io::ScanRow> chunk_of(const ScanRequest& request, const FitSetup& setup, const io::ScanHeader& header,
                                  const Grid& grid, size_t first, size_t count) {
  std::vector<io::ScanRow> rows(count);
  share_work(count, request.threads, nullptr, [&](std::uint64_t i) {
    if (request.stop != nullptr && *request.stop) return;  // the caller tells how far it came
    try {
      rows[i] = row_at(setup, header, grid, first + i);
    } catch (const Interrupted&) {
      if (request.stop == nullptr || !*request.stop) throw;
    }
  });
  return rows;
}

void check_shard(const ScanRequest& request) {
  if (request.shards >= 1 && request.shard >= 1 && request.shard <= request.shards) return;
  throw UserError(fmt::format("shard {}/{}", request.shard, request.shards), "a shard is one of 1 to n of n",
                  "for example --shard 1/4");
}

}  // namespace

io::ScanTable scan_table(const ScanRequest& request) {
  const Grid grid = grid_of_card(request.card);
  const FitSetup setup = make_fit_setup(request.card, request.threads, request.stop);
  io::ScanTable table{header_of(request, setup, grid), {}};
  add_best(setup, table.header);
  table.rows = chunk_of(request, setup, table.header, grid, 0, table.header.points());
  if (request.stop != nullptr && *request.stop) throw Interrupted("stopped", "a signal came", "");
  return table;
}

ScanResult scan(const ScanRequest& request) {
  check_shard(request);
  check_ending(request.output, {".csv"});
  if (request.shards > 1 && !request.contours.empty()) {
    throw UserError("contours of a shard", "they need the whole grid", "ask for them when the shards are merged");
  }
  const Grid grid = grid_of_card(request.card);
  // A name that cannot be written is refused before the work.
  { const io::OutputFile probe(request.output, io::OutputOptions{request.force, nullptr, 1}); }
  const FitSetup setup = make_fit_setup(request.card, request.threads, request.stop);
  check_effects(setup, request.card);
  io::ScanHeader header = header_of(request, setup, grid);
  if (!request.contours.empty()) check_contours(header, request.contours, request.force);
  add_best(setup, header);
  if (header.last() == header.first()) {
    throw UserError(fmt::format("shard {}/{} has no point", request.shard, request.shards),
                    fmt::format("the grid has {}", header.points()), "take no more shards than points");
  }
  io::ScanWriter::Options options;
  options.overwrite = request.force;
  options.restart = request.restart;
  options.chunk = static_cast<size_t>(request.card.chunk);
  io::ScanWriter writer(request.output, header, options);
  io::ScanTable table{header, writer.found()};
  const size_t resumed = table.rows.size(), all = header.last() - header.first();
  while (table.rows.size() < all) {
    const size_t count = std::min(options.chunk, all - table.rows.size());
    const auto rows = chunk_of(request, setup, header, grid, header.first() + table.rows.size(), count);
    if (request.stop != nullptr && *request.stop) {
      throw Interrupted(fmt::format("stopped after {} of {} points", table.rows.size(), all), "a signal came",
                        table.rows.empty() ? "no chunk was finished: the same command begins again"
                                           : fmt::format("the same command goes on from {}.part", request.output));
    }
    writer.append(rows);
    table.rows.insert(table.rows.end(), rows.begin(), rows.end());
    if (request.progress) request.progress(table.rows.size(), all);
  }
  writer.commit();
  ScanResult result = summary_of(table, request.output);
  result.resumed = resumed;
  result.provenance = setup.provenance;
  if (!request.contours.empty()) result.contours = write_contours(table, request.contours, request.force);
  return result;
}

}  // namespace tridens::run
