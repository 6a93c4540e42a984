#pragma once
// Private to the room: names of files that are about to be written, and the step in which a finished file gets its
// name.
#include <filesystem>
#include <string>

namespace tridens::io::detail {

/// 'path'
std::string quoted(const std::filesystem::path& path);

/// UserError when the file exists and may not be replaced, when there is no such directory, for "" and "-", and for
/// what is no plain file.
void check_target(const std::filesystem::path& target, bool overwrite);

/// Where the bytes go. A link is followed, so that replacing writes the file it points to and keeps the link.
std::filesystem::path destination_of(const std::filesystem::path& target);

/// Gives a finished file beside `destination` that name in one step, and brings the name to the disk. UserError when it
/// has been taken in the meantime and may not be replaced; `target` is what the user calls it.
void give_name(const std::filesystem::path& temporary, const std::filesystem::path& destination,
               const std::filesystem::path& target, bool overwrite);

}  // namespace tridens::io::detail
