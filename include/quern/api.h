/* api.h: what every other header stands on: visibility, call sites, opaque types and the machinery of lists.
 *
 * Three rules hold in all of quern:
 *  - UPPER CASE declares, loops or builds a value. lower case is a call: each argument is evaluated exactly once.
 *  - A list in a macro may mix what it likes; each element is converted, and checked, by type. Under each macro lies one
 *    function of the same name that takes a list ended by a zero element: (quern_filter)(qs, list, QUERN_SITE), in
 *    parentheses, is that function in C; C++ sees only the functions.
 *  - The last parameter of a function that can fail is the place of the call, "file:line", a string that lives for ever.
 *    The macros give it; C++ callers may pass QUERN_SITE or leave it out. */
#ifndef QUERN_API_H
#define QUERN_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the shared library exports. */
#if defined __GNUC__ || defined __clang__
#define QUERN_API __attribute__((visibility("default")))
#define QUERN__ON_EXIT(function) __attribute__((cleanup(function)))
#else
#define QUERN_API
#define QUERN__ON_EXIT(function) /* then `return` out of a loop leaves the clean-up to the session's close */
#endif

/* clang-format off */
#ifdef __cplusplus
#define QUERN__ZERO {}
#define QUERN__SITE_PARAMETER const char *site = nullptr
#define QUERN__OR(value) = value
#else
#define QUERN__ZERO { 0 }
#define QUERN__SITE_PARAMETER const char *site
#define QUERN__OR(value)
#endif
/* clang-format on */

#define QUERN__TEXT_(x) #x
#define QUERN__TEXT(x) QUERN__TEXT_(x)
#define QUERN__PASTE_(a, b) a##b
#define QUERN__PASTE(a, b) QUERN__PASTE_(a, b)
#define QUERN__LOCAL(name) QUERN__PASTE(quern__##name##_, __LINE__)

/* The place where it stands, "file:line". */
#define QUERN_SITE __FILE__ ":" QUERN__TEXT(__LINE__)

#ifdef __cplusplus
extern "C" {
#endif

typedef struct quern_db quern_db;             /* models, pool, caches: one per program, for all threads */
typedef struct quern_session quern_session;   /* one per request and thread; owns all made through it */
typedef struct quern_queryset quern_queryset; /* a lazy, immutable query; owned by its session */
typedef struct quern_model quern_model;       /* the description of a struct and its table */
typedef struct quern_result quern_result;     /* the rows of one evaluation */

#ifdef __cplusplus
}
#endif

/* QUERN__MAP(m, a, b, c) is m(a) m(b) m(c), up to 16: it converts and type-checks each element of a list. Without it the
 * list { "title", {0} } would compile, by brace elision, to an empty filter: every row. Longer lists use the function. */
#ifndef __cplusplus
/* clang-format off */
#define QUERN__17TH(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, ...) q
#define QUERN__COUNT(...) QUERN__17TH(__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define QUERN__MAP(m, ...) QUERN__PASTE(QUERN__MAP, QUERN__COUNT(__VA_ARGS__))(m, __VA_ARGS__)
#define QUERN__MAP1(m, a) m(a)
#define QUERN__MAP2(m, a, b) m(a) m(b)
#define QUERN__MAP3(m, a, b, c) m(a) m(b) m(c)
#define QUERN__MAP4(m, a, b, c, d) m(a) m(b) m(c) m(d)
#define QUERN__MAP5(m, a, b, c, d, e) m(a) m(b) m(c) m(d) m(e)
#define QUERN__MAP6(m, a, b, c, d, e, f) m(a) m(b) m(c) m(d) m(e) m(f)
#define QUERN__MAP7(m, a, b, c, d, e, f, g) m(a) m(b) m(c) m(d) m(e) m(f) m(g)
#define QUERN__MAP8(m, a, b, c, d, e, f, g, h) m(a) m(b) m(c) m(d) m(e) m(f) m(g) m(h)
#define QUERN__MAP9(m, a, ...) m(a) QUERN__MAP8(m, __VA_ARGS__)
#define QUERN__MAP10(m, a, b, ...) m(a) m(b) QUERN__MAP8(m, __VA_ARGS__)
#define QUERN__MAP11(m, a, b, c, ...) m(a) m(b) m(c) QUERN__MAP8(m, __VA_ARGS__)
#define QUERN__MAP12(m, a, b, c, d, ...) m(a) m(b) m(c) m(d) QUERN__MAP8(m, __VA_ARGS__)
#define QUERN__MAP13(m, a, b, c, d, e, ...) m(a) m(b) m(c) m(d) m(e) QUERN__MAP8(m, __VA_ARGS__)
#define QUERN__MAP14(m, a, b, c, d, e, f, ...) m(a) m(b) m(c) m(d) m(e) m(f) QUERN__MAP8(m, __VA_ARGS__)
#define QUERN__MAP15(m, a, b, c, d, e, f, g, ...) m(a) m(b) m(c) m(d) m(e) m(f) m(g) QUERN__MAP8(m, __VA_ARGS__)
#define QUERN__MAP16(m, a, b, c, d, e, f, g, h, ...) QUERN__MAP8(m, a, b, c, d, e, f, g, h) QUERN__MAP8(m, __VA_ARGS__)
#define QUERN__LIST_OF(type, m, ...) ((const type[]){ QUERN__MAP(m, __VA_ARGS__) { 0 } })

/* The same for what follows the first argument, which may be nothing: quern_execute(s, sql) and quern_execute(s, sql, 1). */
#define QUERN__18TH(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, ...) r
#define QUERN__MORE(...) QUERN__18TH(__VA_ARGS__, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0)
#define QUERN__HEAD(...) QUERN__HEAD_(__VA_ARGS__, 0)
#define QUERN__HEAD_(head, ...) head
#define QUERN__TAIL_OF(type, m, ...) ((const type[]){ QUERN__PASTE(QUERN__TAIL_, QUERN__MORE(__VA_ARGS__))(m, __VA_ARGS__) { 0 } })
#define QUERN__TAIL_NAMES(...) ((const char *const[]){ QUERN__PASTE(QUERN__TAIL_, QUERN__MORE(__VA_ARGS__))(QUERN__NAME_ITEM, __VA_ARGS__) NULL })
#define QUERN__NAME_ITEM(x) x,
#define QUERN__TAIL_0(m, head)
#define QUERN__TAIL_1(m, head, ...) QUERN__MAP(m, __VA_ARGS__)
#define QUERN__PICK(a, b, c, d, name, ...) name
/* clang-format on */
#endif

#endif
