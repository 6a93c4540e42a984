#pragma once
#include <string>
#include <vector>

#include "tridens/io/run_card.hh"
#include "xsec_elastic.hh"

// The part of the verb `xsec` that is about the processes that their settings define.
namespace tridens::app {

struct ProcessOptions {
  std::vector<std::string> at;  // "x=0.1,Q2=10GeV2"
};

/// The option group "process".
void add_process_options(CLI::App& verb, ProcessOptions& options);
/// Computes and prints.
void run_process(const io::ProcessCard& process, const XsecCommon& common, const ProcessOptions& options);

}  // namespace tridens::app
