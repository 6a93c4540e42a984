#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// Counter-based random numbers: Philox4x64-10 (J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel
// random numbers: as easy as 1, 2, 3", SC'11, doi:10.1145/2063384.2063405), the generator of Random123 and of
// numpy.random.Philox. A number is a pure function of
//   key (seed, purpose) and counter (position / 4, block, index, 0),
// so that event `index` has the same numbers whoever computes it, in any order and with any number of
// threads. Only integer arithmetic and exact floating-point steps are used: the same bits on every machine.
namespace tridens {

using PhiloxBlock = std::array<std::uint64_t, 4>;

namespace random_detail {

struct Product {
  std::uint64_t high, low;
};

/// 64 x 64 -> 128 bits.
inline Product multiply(std::uint64_t a, std::uint64_t b) {
#ifdef __SIZEOF_INT128__
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
#else
  const std::uint64_t al = a & 0xffffffffu, ah = a >> 32, bl = b & 0xffffffffu, bh = b >> 32;
  const std::uint64_t ll = al * bl, lh = al * bh, hl = ah * bl;
  const std::uint64_t middle = (ll >> 32) + (lh & 0xffffffffu) + (hl & 0xffffffffu);
  return {ah * bh + (lh >> 32) + (hl >> 32) + (middle >> 32), a * b};
#endif
}

}  // namespace random_detail

/// Ten rounds of Philox4x64.
inline PhiloxBlock philox4x64(PhiloxBlock counter, std::uint64_t key0, std::uint64_t key1) {
  for (int round = 0; round < 10; ++round) {
    const auto first = random_detail::multiply(0xD2E7470EE14C6C93u, counter[0]);
    const auto second = random_detail::multiply(0xCA5A826395121157u, counter[2]);
    counter = {second.high ^ counter[1] ^ key0, second.low, first.high ^ counter[3] ^ key1, first.low};
    key0 += 0x9E3779B97F4A7C15u;
    key1 += 0xBB67AE8584CAA73Bu;
  }
  return counter;
}

/// 64 random bits as an odd multiple of 2^-53: inside (0,1), never 0 or 1, mean exactly 1/2.
inline double uniform_from_bits(std::uint64_t bits) {
  return std::bit_cast<double>((bits >> 12) | 0x3ff0000000000000u) - (1.0 - 0x1p-53);
}

/// The first n uniform numbers of the substream (seed, purpose, index, block).
inline void uniforms(std::uint64_t seed, std::uint64_t purpose, std::uint64_t index, std::uint32_t block, double* out,
                     size_t n) {
  for (size_t done = 0; done < n; done += 4) {
    const PhiloxBlock bits = philox4x64({done / 4, block, index, 0}, seed, purpose);
    for (size_t k = 0; k < 4 && done + k < n; ++k) out[done + k] = uniform_from_bits(bits[k]);
  }
}

/// The first `dimension` numbers of `count` substreams: out[d * count + i] is number d of (index[i],
/// block[i]).
inline void uniforms_batch(std::uint64_t seed, std::uint64_t purpose, const std::uint64_t* index,
                           const std::uint32_t* block, size_t count, size_t dimension, double* out) {
  for (size_t done = 0; done < dimension; done += 4) {
    const size_t rows = dimension - done < 4 ? dimension - done : 4;
    double* const row = out + done * count;
    for (size_t i = 0; i < count; ++i) {
      const PhiloxBlock bits = philox4x64({done / 4, block[i], index[i], 0}, seed, purpose);
      for (size_t k = 0; k < rows; ++k) row[k * count + i] = uniform_from_bits(bits[k]);
    }
  }
}

/// Quantile of the standard normal distribution, 0 < p < 1 (the caller's duty), relative accuracy about
/// 1e-16: M. J. Wichura, algorithm AS 241 (PPND16), Appl. Statist. 37 (1988) 477. Uses only + - * / and sqrt.
double normal_quantile(double p);

/// The numbers of one substream, one after the other: the same ones as uniforms(seed, purpose, index, block).
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t purpose, std::uint64_t index, std::uint32_t block = 0)
      : seed_(seed), purpose_(purpose), index_(index), block_(block) {}

  /// 64 random bits.
  std::uint64_t bits() {
    if (position_ % 4 == 0) bits_ = philox4x64({position_ / 4, block_, index_, 0}, seed_, purpose_);
    return bits_[position_++ % 4];
  }
  /// In (0,1), ends excluded.
  double uniform() { return uniform_from_bits(bits()); }
  /// Mean 0, variance 1; takes one number of the stream.
  double normal() { return normal_quantile(uniform()); }

 private:
  std::uint64_t seed_, purpose_, index_, block_;
  std::uint64_t position_ = 0;
  PhiloxBlock bits_{};
};

}  // namespace tridens
