#pragma once
// What tests of gallery entries share.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

/// An entry by its id, computed on one thread.
inline EntryResult computed(const std::string& id) {
  for (const Entry& entry : entries()) {
    if (entry.id != id) continue;
    Context context(1, nullptr);
    return entry.compute(context);
  }
  ADD_FAILURE() << "no entry " << id;
  return {};
}

/// Axes have labels, and curves as many finite values as points.
inline void expect_drawable(const EntryResult& result) {
  EXPECT_FALSE(result.figures.empty());
  for (const Figure& figure : result.figures) {
    EXPECT_FALSE(figure.x_label.empty()) << figure.title;
    EXPECT_FALSE(figure.y_label.empty()) << figure.title;
    EXPECT_FALSE(figure.curves.empty()) << figure.title;
    for (const Curve& curve : figure.curves) {
      EXPECT_EQ(curve.x.size(), curve.y.size() + (curve.style == Style::steps ? 1 : 0))
          << figure.title << ": " << curve.label;
      EXPECT_GE(curve.y.size(), 2u) << figure.title << ": " << curve.label;
      for (const double value : curve.y) EXPECT_TRUE(std::isfinite(value)) << figure.title << ": " << curve.label;
    }
  }
}

}  // namespace tridens::run::gallery
