#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <mutex>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/io/coverage_file.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/sha256.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/page.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/python_tool.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

using gallery::Computed;
using gallery::Entry;

/// The entries asked for: by id, or by the beginning of ids up to a dot or dash.
std::vector<Entry> chosen_entries(const std::vector<std::string>& ids) {
  std::vector<Entry> all = gallery::entries();
  if (ids.empty()) return all;
  std::vector<bool> chosen(all.size(), false);
  for (const std::string& id : ids) {
    const auto exact = std::find_if(all.begin(), all.end(), [&](const Entry& entry) { return entry.id == id; });
    bool found = exact != all.end();
    for (size_t i = 0; i < all.size(); ++i) {
      const bool takes = found ? all[i].id == id : !id.empty() && all[i].id.starts_with(id);
      if (takes) chosen[i] = true;
    }
    for (size_t i = 0; i < all.size() && !found; ++i) found = !id.empty() && all[i].id.starts_with(id);
    if (found) continue;
    std::vector<std::string> names;
    for (const Entry& entry : all) names.push_back(entry.id);
    unknown_name("entry", id, names);
  }
  std::vector<Entry> result;
  for (size_t i = 0; i < all.size(); ++i) {
    if (chosen[i]) result.push_back(all[i]);
  }
  return result;
}

gallery::EntryResult checked_result(const Entry& entry, gallery::Context& context) {
  gallery::EntryResult result = entry.compute(context);
  for (const gallery::Comparison& comparison : result.comparisons) {
    if (std::isfinite(comparison.computed)) continue;
    throw Failure(entry.id + " has no number for '" + comparison.quantity + "'", "the calculation did not end in one",
                  "");
  }
  return result;
}

/// An entry that fails is kept with its problem; only a stop by the user ends the work.
Computed compute(const Entry& entry, gallery::Context& context) {
  const auto begin = std::chrono::steady_clock::now();
  Computed computed{entry, {}, 0.0};
  try {
    computed.result = checked_result(entry, context);
  } catch (const Interrupted&) {
    throw;
  } catch (const std::exception& error) {
    context.check_stop();
    computed.problem = error.what();
  }
  computed.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return computed;
}

/// Entries side by side; a single one has all threads. What entries share is kept once per thread.
class Workshop {
 public:
  Workshop(const std::vector<Entry>& entries, const ReproduceRequest& request) : entries_(entries), request_(request) {
    const int side_by_side = std::min(request.threads, static_cast<int>(entries.size()));
    for (int i = 0; i < side_by_side; ++i) {
      contexts_.push_back(std::make_unique<gallery::Context>(request.threads / side_by_side, request.stop));
      free_.push_back(contexts_.back().get());
    }
  }

  std::vector<Computed> run() {
    std::vector<Computed> computed(entries_.size());
    size_t done = 0;
    share_work(entries_.size(), static_cast<int>(contexts_.size()), request_.stop, [&](std::uint64_t i) {
      gallery::Context* const context = taken();
      computed[i] = compute(entries_[i], *context);
      const std::lock_guard lock(mutex_);
      free_.push_back(context);
      ++done;
      if (request_.progress) request_.progress(done, entries_.size());
    });
    return computed;
  }

  std::map<std::string, std::string> checksums() const {
    std::map<std::string, std::string> result;
    for (const auto& context : contexts_) result.insert(context->checksums().begin(), context->checksums().end());
    return result;
  }

 private:
  gallery::Context* taken() {
    const std::lock_guard lock(mutex_);
    gallery::Context* const context = free_.back();
    free_.pop_back();
    return context;
  }

  const std::vector<Entry>& entries_;
  const ReproduceRequest& request_;
  std::vector<std::unique_ptr<gallery::Context>> contexts_;
  std::vector<gallery::Context*> free_;
  std::mutex mutex_;
};

/// An entry without a result is one row that says why.
ReproduceResult::Row failed_row(const Computed& computed) {
  ReproduceResult::Row row;
  row.id = computed.entry.id;
  row.quantity = computed.entry.title;
  row.computed = std::nan("");
  row.verdict = "failed";
  row.why = computed.problem;
  row.seconds = computed.seconds;
  return row;
}

void add_rows(const Computed& computed, std::vector<ReproduceResult::Row>& rows) {
  if (!computed.problem.empty()) rows.push_back(failed_row(computed));
  for (const gallery::Comparison& comparison : computed.result.comparisons) {
    ReproduceResult::Row row;
    row.id = computed.entry.id;
    row.quantity = comparison.quantity;
    row.published = comparison.published;
    row.computed = comparison.computed;
    row.unit = comparison.unit;
    row.tolerance = comparison.tolerance;
    row.verdict = gallery::verdict(comparison);
    row.why = row.verdict == "differs" ? comparison.reason : computed.entry.assumptions;
    row.seconds = computed.seconds;
    rows.push_back(row);
  }
}

}  // namespace

std::vector<ReproductionInfo> reproductions() {
  std::vector<ReproductionInfo> result;
  for (const Entry& entry : gallery::entries()) result.push_back({entry.id, entry.title, entry.source});
  return result;
}

ReproduceResult reproduce(const ReproduceRequest& request) {
  const std::vector<Entry> entries = chosen_entries(request.ids);
  const io::LoadedCoverage loaded = io::load_coverage();
  if (request.plots) (void)python_with("matplotlib");  // a wrong TRIDENS_PYTHON is told before the work
  gallery::OutputFolder folder(request.output_folder);
  Workshop workshop(entries, request);
  const std::vector<Computed> computed = workshop.run();
  ReproduceResult result;
  for (const Computed& entry : computed) add_rows(entry, result.rows);
  result.provenance.version = version();
  result.provenance.data_checksums = workshop.checksums();
  result.provenance.data_checksums["gallery/slides"] = io::sha256(loaded.slides);
  result.provenance.data_checksums["gallery/entries"] = io::sha256(loaded.entries);
  io::OutputFile json(folder.path() + "/gallery.json");
  json.write(gallery::gallery_json(computed, loaded.coverage, result.provenance));
  json.commit();
  if (request.plots) result.missing_plots = gallery::draw(folder.path());
  if (request.stop != nullptr && *request.stop) throw Interrupted("stopped", "a signal came", "nothing was written");
  folder.commit();
  if (request.plots && result.missing_plots.empty()) result.page = request.output_folder + "/index.html";
  return result;
}

}  // namespace tridens::run
