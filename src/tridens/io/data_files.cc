#include "tridens/io/data_files.hh"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tridens/base/error.hh"

namespace fs = std::filesystem;

namespace tridens::io {
namespace {

constexpr std::uintmax_t largest_file = 64u << 20;

bool is_folder(const fs::path& path) {
  std::error_code status;
  return fs::is_directory(path, status);
}

/// The folder of the running program; empty where the system does not tell.
fs::path program_folder() {
  std::error_code status;
  const fs::path program = fs::read_symlink("/proc/self/exe", status);
  return status ? fs::path() : program.parent_path();
}

std::string environment_folder() {
  const char* value = std::getenv("TRIDENS_DATA");
  return value == nullptr ? "" : value;
}

}  // namespace

std::vector<DataPlace> data_places() {
  std::vector<DataPlace> places;
  const auto add = [&](const std::string& origin, const fs::path& path) {
    places.push_back({origin, path.string(), is_folder(path)});
  };
  if (const std::string folder = environment_folder(); !folder.empty()) {
    add("environment variable TRIDENS_DATA", folder);
  }
#ifdef TRIDENS_BUILD_DATA
  add("source folder of the build", TRIDENS_BUILD_DATA);
#endif
  if (const fs::path program = program_folder(); !program.empty()) {
    add("installation of the program", (program / "../share/tridens/data").lexically_normal());
    add("installation of the program", (program / "../share/tridens").lexically_normal());
  }
  return places;
}

std::string data_folder() {
  const std::string wanted = environment_folder();
  if (!wanted.empty() && !is_folder(wanted)) {
    throw UserError("TRIDENS_DATA is '" + wanted + "'", "that is not a folder",
                    "unset it or set it to the data folder of Tridens");
  }
  std::string tried;
  for (const DataPlace& place : data_places()) {
    if (place.found) return place.path;
    tried += (tried.empty() ? "" : ", ") + place.path;
  }
  throw Failure("the data folder is missing", "looked in " + tried, "set TRIDENS_DATA to it");
}

std::string read_text_file(const std::string& path, std::string_view what) {
  std::error_code status;
  const std::string subject = std::string(what) + " '" + path + "'";
  if (!fs::exists(path, status)) {
    std::vector<std::string> neighbours;
    const fs::path folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : fs::path(".");
    for (fs::directory_iterator entry(folder, status), end; !status && entry != end; entry.increment(status)) {
      neighbours.push_back(entry->path().filename().string());
    }
    const std::string near = nearest_name(fs::path(path).filename().string(), neighbours);
    throw UserError(subject + " does not exist",
                    "looked for in " + fs::absolute(folder, status).lexically_normal().string(),
                    near.empty() ? "check the path" : "did you mean '" + near + "'?");
  }
  if (is_folder(path)) throw UserError(subject + " is a folder", "a file is needed", "name a file in it");
  const auto size = fs::file_size(path, status);
  if (!status && size > largest_file) {
    throw UserError(subject + " has " + std::to_string(size) + " bytes", "more than any card or table needs",
                    "check the path");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw UserError(subject + " cannot be read", std::strerror(errno), "check its permissions");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) throw Failure(subject + " cannot be read", std::strerror(errno));
  return text;
}

std::vector<std::string> table_names(std::string_view sub_folder) {
  const fs::path folder = fs::path(data_folder()) / sub_folder;
  std::vector<std::string> names;
  std::error_code status;
  for (fs::directory_iterator entry(folder, status), end; !status && entry != end; entry.increment(status)) {
    if (entry->path().extension() == ".csv") names.push_back(entry->path().stem().string());
  }
  if (status) throw Failure("'" + folder.string() + "' cannot be listed", status.message());
  std::sort(names.begin(), names.end());
  return names;
}

LoadedTable load_table_file(const std::string& path) {
  LoadedTable loaded;
  loaded.path = path;
  loaded.text = read_text_file(path, "table");
  loaded.table = parse_table(loaded.text, path);
  return loaded;
}

LoadedTable load_named_table(std::string_view sub_folder, const std::string& name) {
  const std::vector<std::string> names = table_names(sub_folder);
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    unknown_name(sub_folder, name, names);
  }
  return load_table_file((fs::path(data_folder()) / sub_folder / (name + ".csv")).string());
}

std::vector<std::string> flux_names() {
  return table_names("flux");
}

}  // namespace tridens::io
