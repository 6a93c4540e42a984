#pragma once
#include <string>
#include <utility>
#include <vector>

#include "tridens/run/requests.hh"

// Parts of the catalogue that have a file of their own.
namespace tridens::run::catalogue {

using Names = std::vector<ListedName>;
using Lines = std::vector<std::pair<std::string, std::string>>;

Names source_list();
Lines show_source(const std::string& name);
Names experiment_list();
Lines show_experiment(const std::string& name);
/// "plane/name" of every bound.
Names bound_list();
Lines show_bound(const std::string& name);
/// One name of one list, such as "fluxes"; `name` must be in it.
ShowResult show_of(const std::string& list, const std::string& name);
/// H_mat and equivalent contact strengths of a gauged U(1); empty for other models.
Lines matter_lines(const std::string& model);

}  // namespace tridens::run::catalogue
