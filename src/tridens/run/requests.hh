#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tridens/base/share_work.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/io/run_card.hh"

// What the program and the Python layer ask of the library: one request, one result, one function per verb.
// All are plain structs that can be filled by hand. Numbers carry their unit in the name. Every function
// throws UserError for what was asked wrongly and Failure for what the machine could not do. A stop flag that is set
// ends a calculation with Interrupted; unfinished files are removed.
namespace tridens::run {

/// Told of the nodes of an interpolation table that is missing and has to be made; may be empty.
using TableProgress = std::function<void(size_t done, size_t all)>;
/// Told of the pieces of a calculation that are done; may be empty.
using Progress = std::function<void(size_t done, size_t all)>;

/// Where a result comes from: enough to compute it again.
struct Provenance {
  std::string version;                                       // of Tridens
  std::vector<std::pair<std::string, std::string>> choices;  // resolved: form factor, Fermi momentum, model, ...
  std::map<std::string, std::string> data_checksums;         // table -> SHA-256
  std::vector<std::string> citations_arxiv;                  // papers to cite
  std::vector<std::string> warnings;                         // about what was asked, such as masses that are excluded
};

// ---- xsec

struct XsecRequest {
  io::ProcessCard process;
  io::ModelCard model;
  std::vector<double> energies_GeV;          // fixed energies; empty when a flux is given
  std::optional<io::FluxCard> flux;          // in place of energies: the average over the flux
  std::optional<io::ExposureCard> exposure;  // with a flux of absolute normalisation: also the expected events
  io::PrecisionCard precision;
  bool spread = false;     // also the spread over form factors
  std::uint64_t seed = 1;  // of the Monte Carlo method
  int threads = 1;
  StopFlag stop = nullptr;
  Progress progress = {};  // cross sections: channels times energies
};

struct XsecRow {
  std::string neutrino;              // "numu"
  std::string pair;                  // "mu-mu+"
  std::optional<double> energy_GeV;  // none for an average over the flux
  std::string component;             // "coherent", "proton", "neutron", "total"
  double sigma_fb = 0.0;             // summed over the nucleus
  double error_fb = 0.0;             // numerical
  std::optional<double> spread_fb;   // half the range over form factors, when asked for
  std::optional<double> events;      // for the exposure, when one is given
  bool below_threshold = false;
};

struct XsecResult {
  std::vector<XsecRow> rows;
  std::string per;   // what the cross section is per: "nucleus", "nucleon", "formula unit"
  std::string flux;  // name of the flux, "" for fixed energies
  Provenance provenance;
};

/// tables, montecarlo, and the equivalent-photon approximations of the literature, epa-simple and so on.
std::vector<std::string> xsec_methods();
XsecResult xsec(const XsecRequest& request);

/// The name itself; UserError with the nearest one when there is no such process.
std::string known_process(const std::string& name);

// ---- xsec of elastic scattering

/// Cross sections of "cevns" (per formula unit of the target) and "nu-e" (per electron).
struct ElasticXsecRequest {
  io::ProcessCard process;  // recoil_min and recoil_max bound the total
  io::ModelCard model;
  std::vector<double> energies_GeV;          // fixed energies; empty when a flux is given
  std::optional<io::FluxCard> flux;          // in place of energies: the average over the flux
  std::optional<io::ExposureCard> exposure;  // with a flux of absolute normalisation: also the expected events
  std::vector<double> recoils_GeV;           // d sigma/dT at these kinetic energies instead of totals
  std::vector<double> energy_theta2_GeV;     // nu-e: d sigma/d(E_e theta^2) at these values instead
  StopFlag stop = nullptr;
  Progress progress = {};  // cross sections: neutrinos times energies times points of a spectrum
};

struct ElasticXsecRow {
  std::string neutrino;                     // "numu"; "all": the sum over the species of the flux
  std::optional<double> energy_GeV;         // none for an average over the flux
  std::optional<double> recoil_keV;         // of d sigma/dT
  std::optional<double> energy_theta2_MeV;  // of d sigma/d(E_e theta^2)
  double value = 0.0;                       // cm2, cm2/keV with a recoil energy, cm2/MeV with E_e theta^2
  double error = 0.0;                       // numerical; 0 for d sigma/dT, which is exact to rounding
  std::optional<double> events;             // for the exposure (per keV or MeV of a spectrum), when one is given
  bool below_threshold = false;
  std::vector<std::pair<std::string, double>>
      components;  // parts by nuclide and outgoing state, when there are several
};

struct ElasticXsecResult {
  std::vector<ElasticXsecRow> rows;
  std::string per;   // "nucleus", "electron", "formula unit"
  std::string flux;  // name of the flux, "" for fixed energies
  Provenance provenance;
};

/// UserError for a total that diverges (massless exchange without a lowest recoil energy).
ElasticXsecResult elastic_xsec(const ElasticXsecRequest& request);

// ---- xsec of the processes that their settings define (process::make_process)

struct ProcessXsecRequest {
  io::ProcessCard process;
  io::ModelCard model;
  std::vector<double> energies_GeV;          // fixed energies; empty when a flux is given
  std::optional<io::FluxCard> flux;          // in place of energies: the average over the flux
  std::optional<io::ExposureCard> exposure;  // with a flux of absolute normalisation: also the expected events
  /// Points of differential cross sections in place of totals: variable -> value with unit. Every variable that the
  /// process has (Process::variables).
  std::vector<std::map<std::string, std::string>> points;
  std::string folder;  // of files that settings name; "" for the working folder
  int threads = 1;     // of tables that are made
  StopFlag stop = nullptr;
  TableProgress progress = {};
};

struct ProcessXsecRow {
  std::string neutrino;                      // "nuebar"
  std::optional<double> energy_GeV;          // none for an average over the flux
  std::map<std::string, std::string> point;  // as asked; empty for a total
  double value = 0.0;                        // per formula unit, in ProcessXsecResult::unit
  double error = 0.0;                        // numerical; 0 for a differential cross section
  std::optional<double> events;              // for the exposure (per unit of the variables), when one is given
  bool below_threshold = false;              // or, of a differential cross section, outside of the phase space
  std::vector<std::pair<std::string, double>> components;  // parts by component, summed over nuclides
};

struct ProcessXsecResult {
  std::vector<ProcessXsecRow> rows;
  std::string unit;  // "cm2", "cm2/GeV2", ...
  std::string per;   // "nucleus", "formula unit"
  std::string flux;  // name of the flux, "" for fixed energies
  Provenance provenance;
};

/// UserError for what the process does not have.
ProcessXsecResult process_xsec(const ProcessXsecRequest& request);

// ---- rate

/// What an experiment counts.
struct RateRequest {
  std::string experiment;  // name of data/experiment, or path of a TOML file
  io::ModelCard model;
  std::vector<std::string> processes;  // "" for all of the experiment: "cevns", "nu-e"
  std::map<std::string, std::string>
      overrides;       // of the experiment: "mass" -> "100 kg", "flux" -> "...", "form_factor" -> ...
  std::string output;  // CSV file, "" for none
  bool force = false;  // replace an existing output
  StopFlag stop = nullptr;
  Progress progress = {};  // of what takes long: missing tables, curves, simulated decays
};

struct RateResult {
  std::string experiment, title;
  struct Part {
    std::string name, kind;  // "cevns numu", "signal"; "brn", "background"
    double total = 0.0;
    std::vector<double> counts;  // energy bin * time bins + time bin
  };
  std::vector<Part> parts;
  double signal = 0.0, background = 0.0;
  std::optional<double> observed_total;
  std::string observable, unit;       // of the edges
  std::vector<double> edges;          // in that unit
  std::vector<double> time_edges_us;  // empty: not binned in time
  std::vector<double> observed;       // empty: none released
  double relative_error = 0.0;        // numerical, of the signal
  std::string exposure;               // in words: mass, time or protons, flux
  std::string output;
  std::vector<std::pair<std::string, std::string>> problems;  // what the data file says is missing or uncertain
  Provenance provenance;
};

RateResult rate(const RateRequest& request);

// ---- fit

struct FitRequest {
  io::FitCard card;
  int threads = 1;
  bool intervals = true;         // of every parameter, by the rise of chi2
  bool feldman_cousins = false;  // intervals by toys too, as [feldman_cousins] of the card says
  std::string output;            // JSON file with everything, "" for none
  bool force = false;
  StopFlag stop = nullptr;
  std::function<void(size_t done, size_t all)> progress;  // points of the toys; may be empty
};

struct FitResult {
  std::string title;
  struct Parameter {
    std::string name, title, unit;
    double low = 0.0, high = 0.0;
    bool logarithmic = false;
    bool operator==(const Parameter&) const = default;
  };
  std::vector<Parameter> parameters;
  struct Point {
    std::vector<double> parameters;  // values, in the order above
    double chi2 = 0.0, penalty = 0.0;
    std::vector<double> experiments;  // chi2 of each, without penalties
    bool at_edge = false, converged = false;
  };
  std::vector<Point> minima;  // best first
  std::optional<Point> standard_model;
  struct Experiment {
    std::string name, title, data;  // data: "observed", "asimov"
    std::string statistic;
    size_t bins = 0;
    double observed = 0.0, expected = 0.0;  // counts, at the best fit
    /// What the bins are in: their product is the number of bins, the last axis runs fastest. None for a single count.
    struct Axis {
      std::string name, unit;
      std::vector<double> edges;        // one more than bins, the last may be infinite; empty for an axis of names
      std::vector<std::string> labels;  // of an axis of names
      size_t bins() const { return edges.empty() ? labels.size() : edges.size() - 1; }
    };
    std::vector<Axis> axes;
    std::vector<double> bin_observed;
    std::vector<double> bin_error;           // of the Gaussian statistic; empty for Poisson counts
    std::vector<double> bin_expected;        // at the best fit, nuisances included
    std::vector<double> bin_standard_model;  // at its own best nuisances; empty when it is what was fitted
    /// A share of bin_expected: they add to it.
    struct Part {
      std::string name, kind;  // "cevns numu", "signal"; "brn", "background"
      std::vector<double> counts;
    };
    std::vector<Part> parts;
  };
  std::vector<Experiment> experiments;
  size_t bins = 0;
  double degrees_of_freedom = 0.0, p_value = 0.0;  // no p-value without degrees of freedom
  struct Pull {
    std::string name, meaning, unit;
    double value = 0.0, width = 0.0;  // infinite width: free
  };
  std::vector<Pull> nuisances;  // at the best fit
  /// Of the parameters and then the nuisances, from the second derivatives of chi2 at the best fit.
  struct Covariance {
    std::vector<std::string> names;
    std::vector<double> errors;                    // standard deviations
    std::vector<std::vector<double>> correlation;  // 1 on the diagonal
  };
  std::optional<Covariance> covariance;
  std::string no_covariance;  // why there is none
  struct Range {
    std::string parameter, method;  // "wilks", "feldman-cousins"
    double confidence = 0.0, low = 0.0, high = 0.0;
    bool low_open = false, high_open = false;
  };
  std::vector<Range> intervals;
  std::vector<std::pair<std::string, std::string>> no_intervals;  // parameter, why its profile gave none
  /// A point that was tested by toys.
  struct Toys {
    double value = 0.0, rise = 0.0;  // of the parameter; of chi2 above its minimum
    std::vector<double> critical;    // rise that holds the share of the toys, per confidence of the card
    double p_value = 0.0, p_value_error = 0.0;
  };
  std::vector<Toys> toys;
  std::string card;  // with every default written out
  std::string output;
  Provenance provenance;
};

/// UserError for what the card asks wrongly; Failure when no minimum converged.
FitResult fit(const FitRequest& request);

/// chi2 of a fit card as a function, for samplers and minimisers outside of Tridens.
class FitFunction {
 public:
  explicit FitFunction(const io::FitCard& card, int threads = 1);
  ~FitFunction();
  std::vector<std::string> parameters() const;
  struct Constraint {
    std::string name;
    double width = 0.0;  // infinity: free
    double lower = 0.0, upper = 0.0;
  };
  std::vector<Constraint> nuisances() const;
  /// Minimised over the nuisances. Failure when that does not converge.
  double profiled(const std::vector<double>& parameters) const;
  /// At nuisances in their units, penalties included; infinite where it is not defined.
  double at(const std::vector<double>& parameters, const std::vector<double>& nuisances) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// ---- scan and merge

struct ScanRequest {
  io::FitCard card;
  int shard = 1, shards = 1;
  int threads = 1;
  std::string output;    // CSV
  std::string contours;  // JSON or CSV file, "" for none; not for shards
  bool force = false, restart = false;
  StopFlag stop = nullptr;
  /// Called after every chunk with points done and points in all; may be empty.
  std::function<void(size_t done, size_t all)> progress;
};

struct ScanResult {
  std::string output, contours;
  size_t points = 0, resumed = 0, not_converged = 0;
  double lowest_chi2 = 0.0;
  std::vector<std::pair<std::string, double>> lowest_at;
  Provenance provenance;
};

ScanResult scan(const ScanRequest& request);

/// A scan whose shards run on a Dask cluster.
struct DaskScanRequest {
  std::string card;       // path
  int shards = 0;         // 0: four for each worker
  int workers = 0;        // of a cluster on this machine; 0: one for each processor
  std::string scheduler;  // of a cluster that runs already: "tcp://host:8786"
  std::string output, contours;
  bool force = false;
};

/// Runs the shards by the script tridens_scan/dask_scan.py and merges them. UserError without a Python that has Dask,
/// and for what the script refuses.
ScanResult scan_on_dask(const DaskScanRequest& request);

struct MergeRequest {
  std::vector<std::string> shards;
  std::string output, contours;
  bool force = false;
};

ScanResult merge(const MergeRequest& request);

// ---- generate

struct GenerateRequest {
  io::RunCard card;    // with the overrides of the command line already in it
  bool force = false;  // replace an existing output
  StopFlag stop = nullptr;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // called now and then; may be empty
  TableProgress table_progress = {};
};

struct GenerateResult {
  std::string output, format;
  std::uint64_t events = 0;
  std::uint64_t attempted = 0;        // points tried
  double unweighting_efficiency = 0;  // accepted over attempted; 1 for weighted events
  double overweight_fraction = 0;     // share of the events that keep a weight above 1
  bool unweighted = true;
  std::uint64_t lost_weights = 0;                           // events whose weight the format could not hold
  double cross_section_fb = 0, cross_section_error_fb = 0;  // flux averaged, per `per`
  std::string per;
  std::optional<double> expected_events;                      // for the exposure of the card
  std::vector<std::pair<std::string, double>> variations_fb;  // cross section of every named weight
  double seconds = 0;
  Provenance provenance;
};

GenerateResult generate(const GenerateRequest& request);

// ---- check

struct CheckResult {
  io::RunCard card;
  std::string text;                                        // io::resolved_text(card)
  std::vector<std::pair<std::string, std::string>> facts;  // what the names stand for: form factors, channels, ...
};

/// Reads a card and looks up every name in it, without computing anything.
CheckResult check(const std::string& path);

/// The looking-up alone, for a card that is already read: UserError for the first name, unit or range that does not
/// exist or fit. Returns what the names stand for.
std::vector<std::pair<std::string, std::string>> check_names(const io::RunCard& card);

// ---- histogram

struct HistogramRequest {
  io::RunCard card;
  std::string output;  // CSV file, "" for none
  bool force = false;  // replace an existing output
  StopFlag stop = nullptr;
  TableProgress table_progress = {};
};

/// Contents are in content_unit; errors are the statistical ones of the simulation. The generated sample has the cross
/// section (or expected number) that was integrated: weights are divided by their sum over all events. With a named
/// variation the sum of the central weights stays the divisor, so that its change of the cross section is included.
struct HistogramResult {
  struct Series {
    std::string name;             // of a component or a variation
    std::vector<double> content;  // one per bin
    std::vector<double> error;
    double underflow = 0, overflow = 0;
  };
  struct Histogram {
    std::string variable, unit;   // unit of the edges, "" for a pure number
    std::vector<double> edges;    // n + 1
    std::vector<double> content;  // events for the exposure, or fb without one: n, not divided by width
    std::vector<double> error;    // sqrt(sum of squared weights)
    double underflow = 0, overflow = 0;
    std::vector<Series> components;  // "coherent", "proton", "neutron": their sum is content
    std::vector<Series> variations;  // the total with every named weight of the card
  };
  struct Efficiency {
    double value = 0, error = 0;
  };
  struct CutStep {
    struct Part {
      std::string name;  // of a component or a variation
      double passed = 0, error = 0;
      std::optional<Efficiency> efficiency;  // relative to its own generated sample; none when that is empty
    };
    std::string name;  // "generated", "charged leptons seen", "invariant_mass_squared < 0.2 GeV2"
    double passed = 0, error = 0;
    std::optional<Efficiency> step;  // relative to the step before; none when nothing came that far
    Efficiency efficiency;           // relative to the generated sample
    std::vector<Part> components;    // as in Histogram
    std::vector<Part> variations;
  };
  std::string content_unit;  // "events" or "fb"
  std::string per;           // what a cross section is per: "nucleus", "nucleon", "formula unit"
  std::uint64_t events = 0;  // simulated
  std::vector<Histogram> histograms;
  std::vector<CutStep> cuts;  // the first is the generated sample
  std::string output;         // what was written, "" for none
  Provenance provenance;
};

/// Events of the card through detector, selection and histograms; the same numbers for any number of threads. UserError
/// when the card asks for no histogram, cut, selection or detector. With `output` the result is also written as a table
/// (docs/formats.md), whole or not at all.
HistogramResult histogram(const HistogramRequest& request);

// ---- reproduce

struct ReproductionInfo {
  std::string id, title, source;
};
std::vector<ReproductionInfo> reproductions();

struct ReproduceRequest {
  std::vector<std::string> ids;                 // empty for all; a prefix such as "001" takes all that begin so
  std::string output_folder = "reproductions";  // gallery.json, plots and index.html
  bool plots = true;                            // draw figures and page (needs a Python with matplotlib)
  int threads = 1;                              // entries are computed side by side
  std::function<void(size_t done, size_t all)> progress;  // told of entries; may be empty
  StopFlag stop = nullptr;
};

struct ReproduceResult {
  struct Row {
    std::string id, quantity;
    std::optional<double> published;
    double computed = 0;
    std::string unit;
    std::optional<double> tolerance;  // relative
    std::string verdict;              // "agrees", "differs", "shown" (nothing to compare), "failed" (computed is NaN)
    std::string why;                  // what is assumed, and the reason when it differs
    double seconds = 0;
  };
  std::vector<Row> rows;
  std::string page;           // the HTML page, "" when none was drawn
  std::string missing_plots;  // why no figures could be drawn although they were asked for, "" otherwise
  Provenance provenance;
};

ReproduceResult reproduce(const ReproduceRequest& request);

// ---- list and show

struct ListedName {
  std::string name, description;
};
struct ListedSection {
  std::string title;  // "fluxes"
  std::vector<ListedName> names;
};

/// Titles of the sections that can be listed: processes, models, targets, fluxes, form-factors,
/// reproductions.
std::vector<std::string> list_titles();
/// One section, or all when `title` is empty. UserError with the nearest title.
std::vector<ListedSection> list(const std::string& title);

struct ShowResult {
  std::string name, kind;
  std::vector<std::pair<std::string, std::string>> lines;  // property -> text, in the order to print
};
/// What is known about one listed name, whatever its kind. UserError with the nearest name.
ShowResult show(const std::string& name);

// ---- tables

struct TablesRequest {
  bool build = false;        // compute the missing ones; else only say what is there
  bool electroweak = false;  // those of `electroweak-trident` too, one for each channel
  bool force = false;        // with build: compute all anew
  std::string folder;        // "" for the usual one
  int threads = 1;
  StopFlag stop = nullptr;
  TableProgress progress = {};  // of the electroweak ones
};

struct TablesResult {
  struct Row {
    std::string name, path;
    bool present = false;
    double interpolation_error = 0;  // relative; 0 when not present or not compared
    double seconds = 0;              // to build, when built now
  };
  std::string folder;
  std::vector<Row> rows;
};

/// The universal cross-section tables that `--method tables` stands on; when asked those of the Standard Model's
/// electroweak tridents.
TablesResult tables(const TablesRequest& request);

}  // namespace tridens::run
