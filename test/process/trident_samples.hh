#pragma once
#include <array>
#include <memory>
#include <vector>

#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/process/trident.hh"
#include "tridens/process/trident_transfer_table.hh"

// Small tables shared by the tests of one program: coarse and short, so that they take a fraction of a second.
namespace tridens::process::samples {

inline constexpr Flavour e = Flavour::electron, mu = Flavour::muon, tau = Flavour::tau;

/// Reaches neutrino energies of 5 GeV, and momentum transfers beyond which nothing is left of a form factor.
inline LeptonTableGrid short_grid() {
  LeptonTableGrid grid;
  grid.largest_Q2 = 30.0;
  grid.largest_W2 = 30.0;
  grid.step_x = 0.4;
  grid.step_y = 0.5;
  grid.quadrature = {14, 14, 18, 3};
  return grid;
}

inline std::shared_ptr<const LeptonTable> make_table(Flavour minus, Flavour plus, const LeptonTableGrid& grid) {
  return std::make_shared<const LeptonTable>(LeptonTable::compute(minus, plus, grid, 2));
}

/// The shipped steps on a shorter range.
inline TransferTableGrid short_transfer_grid(double largest_W2 = 30.0, double largest_Q2 = 30.0) {
  TransferTableGrid grid = standard_transfer_grid();
  grid.axes.largest_W2 = largest_W2;
  grid.axes.largest_Q2 = largest_Q2;
  grid.axes.quadrature.polar = 16;
  return grid;
}

inline std::shared_ptr<const LeptonTables> only(std::shared_ptr<const LeptonTable> table) {
  auto tables = std::make_shared<LeptonTables>();
  tables->tables = {std::move(table)};
  return tables;
}

inline std::shared_ptr<const LeptonTables> muon_tables() {
  static const auto tables = only(make_table(mu, mu, short_grid()));
  return tables;
}

inline const TransferTable& muon_transfers() {
  static const TransferTable table = TransferTable::compute(mu, mu, short_transfer_grid(), 2);
  return table;
}

inline std::shared_ptr<const LeptonTables> electron_tables() {
  static const auto tables = only(make_table(e, e, short_grid()));
  return tables;
}

inline std::shared_ptr<const LeptonTables> mixed_tables() {
  static const auto tables = only(make_table(e, mu, short_grid()));
  return tables;
}

struct Reaction {
  Neutrino neutrino;
  Flavour minus, plus;
  const char* target = "Ar40";
  const char* model = "sm";
  model::Settings settings = {};
};

inline TridentOptions options(const Reaction& reaction, std::vector<std::string> regimes) {
  TridentOptions result;
  result.channel = model::trident_channel(reaction.neutrino, reaction.minus, reaction.plus);
  result.vertex = model::make_model(reaction.model, reaction.settings)->trident_vertex(result.channel);
  result.target = matter::material(reaction.target);
  result.regimes = std::move(regimes);
  return result;
}

inline ShapeFunction shape_of(const model::LeptonVertex& vertex) {
  return {vertex.shape, vertex.mediator_mass * vertex.mediator_mass};
}

}  // namespace tridens::process::samples
