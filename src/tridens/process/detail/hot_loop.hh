#pragma once

#define TRIDENS_INLINE inline __attribute__((always_inline))
/// After the parameters of a lambda in a hot loop.
#define TRIDENS_INLINE_LAMBDA __attribute__((always_inline))

// One version of a hot loop per instruction set, chosen when the program is loaded; not under the thread sanitizer,
// whose start-up cannot live with that choice, nor on other processors.
#if defined(__has_feature)
#define TRIDENS_THREAD_SANITIZER __has_feature(thread_sanitizer)
#elif defined(__SANITIZE_THREAD__)
#define TRIDENS_THREAD_SANITIZER 1
#else
#define TRIDENS_THREAD_SANITIZER 0
#endif
#if defined(__x86_64__) && !TRIDENS_THREAD_SANITIZER
#define TRIDENS_VECTOR_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define TRIDENS_VECTOR_CLONES
#endif
