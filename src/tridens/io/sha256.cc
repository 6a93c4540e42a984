#include "tridens/io/sha256.hh"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <span>

#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }
  void add(std::string_view bytes) { require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1); }
  std::string hexadecimal() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(context_.get(), value.data(), &size) == 1);
    std::string text;
    for (const unsigned char byte : std::span(value).first(size)) {
      text += "0123456789abcdef"[byte >> 4];
      text += "0123456789abcdef"[byte & 15];
    }
    return text;
  }

 private:
  static void require(bool done) {
    if (!done) throw Failure("no SHA-256 checksum", "libcrypto refused");
  }
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.hexadecimal();
}

std::string sha256_of_file(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) {
    throw UserError("no checksum of '" + path.string() + "'",
                    errno != 0 ? std::strerror(errno) : "it is not a readable file");
  }
  Digest digest;
  std::array<char, 1 << 16> block{};
  while (file) {
    file.read(block.data(), block.size());
    digest.add({block.data(), static_cast<size_t>(file.gcount())});
  }
  if (file.bad()) throw Failure("no checksum of '" + path.string() + "'", "reading broke off");
  return digest.hexadecimal();
}

}  // namespace tridens::io
