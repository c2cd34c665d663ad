# The questions that quern's configure asks beside the usual ones.

# QUERN_ADD_CFLAGS(FLAGS): adds to QUERN_CFLAGS those of the flags that the compiler takes.
AC_DEFUN([QUERN_ADD_CFLAGS], [
for quern_flag in $1; do
    AC_MSG_CHECKING([whether $CC takes $quern_flag])
    quern_saved_CFLAGS=$CFLAGS
    # An unknown warning is only an error to clang when it is told so.
    CFLAGS="$CFLAGS -Werror $quern_flag"
    AC_COMPILE_IFELSE([AC_LANG_SOURCE([int quern_probe;])],
        [AC_MSG_RESULT([yes]); QUERN_CFLAGS="$QUERN_CFLAGS $quern_flag"],
        [AC_MSG_RESULT([no])])
    CFLAGS=$quern_saved_CFLAGS
done
])

# QUERN_VERSION_SCRIPT: can the linker read a symbol map?
AC_DEFUN([QUERN_VERSION_SCRIPT], [
AC_MSG_CHECKING([whether the linker reads a symbol map])
quern_saved_LDFLAGS=$LDFLAGS
LDFLAGS="$LDFLAGS -Wl,--version-script=$srcdir/lib/libquern.map"
AC_LINK_IFELSE([AC_LANG_PROGRAM()], [quern_map=yes], [quern_map=no])
LDFLAGS=$quern_saved_LDFLAGS
AC_MSG_RESULT([$quern_map])
AM_CONDITIONAL([HAVE_VERSION_SCRIPT], [test "$quern_map" = yes])
])

# QUERN_LIBPQ_PIPELINES: the version that pkg-config tells is not always that of the header and library found.
AC_DEFUN([QUERN_LIBPQ_PIPELINES], [
AC_MSG_CHECKING([whether libpq has pipelines])
quern_saved_CPPFLAGS=$CPPFLAGS quern_saved_LIBS=$LIBS
CPPFLAGS="$CPPFLAGS $LIBPQ_CFLAGS"
LIBS="$LIBPQ_LIBS $LIBS"
AC_LINK_IFELSE([AC_LANG_PROGRAM([[
#include <libpq-fe.h>
#ifndef LIBPQ_HAS_PIPELINING
#error "libpq is too old"
#endif
]], [[return PQpipelineSync(0);]])], [AC_MSG_RESULT([yes])],
    [AC_MSG_RESULT([no])
     AC_MSG_ERROR([quern needs libpq of PostgreSQL 14 or later])])
CPPFLAGS=$quern_saved_CPPFLAGS LIBS=$quern_saved_LIBS
])

# QUERN_OPTIONS: the --enable options.
AC_DEFUN([QUERN_OPTIONS], [
AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror], [make warnings errors])], [], [enable_werror=no])
AC_SUBST([WERROR], [])
AS_IF([test "$enable_werror" = yes], [WERROR=-Werror])

AC_ARG_ENABLE([sanitizers], [AS_HELP_STRING([--enable-sanitizers=LIST],
    [build with sanitizers: address,undefined or thread])], [], [enable_sanitizers=no])
AS_IF([test "$enable_sanitizers" = yes], [enable_sanitizers=address,undefined])
AC_ARG_ENABLE([fuzzing], [AS_HELP_STRING([--enable-fuzzing],
    [build for libFuzzer, with sanitizers; `make fuzz` does it, in a folder of its own])], [], [enable_fuzzing=no])
AS_IF([test "$enable_fuzzing" = yes], [
    enable_sanitizers=address,undefined
    AC_MSG_CHECKING([whether $CC has libFuzzer])
    quern_saved_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS -fsanitize=fuzzer"
    AC_LINK_IFELSE([AC_LANG_SOURCE([int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long size);
int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long size) { return data && size > (unsigned long)-1 / 2; }])],
        [AC_MSG_RESULT([yes])], [AC_MSG_RESULT([no])
        AC_MSG_ERROR([--enable-fuzzing needs clang and its libFuzzer])])
    CFLAGS=$quern_saved_CFLAGS
    QUERN_CFLAGS="$QUERN_CFLAGS -fsanitize=fuzzer-no-link"])

SANITIZER_FLAGS=
AS_IF([test "$enable_sanitizers" != no], [
    SANITIZER_FLAGS="-fsanitize=$enable_sanitizers -fno-sanitize-recover=all"
    QUERN_CFLAGS="$QUERN_CFLAGS $SANITIZER_FLAGS -fno-omit-frame-pointer -g"
    QUERN_LDFLAGS="$QUERN_LDFLAGS $SANITIZER_FLAGS"
    AC_MSG_CHECKING([whether $CC builds with $SANITIZER_FLAGS])
    quern_saved_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS $SANITIZER_FLAGS"
    AC_LINK_IFELSE([AC_LANG_PROGRAM()], [AC_MSG_RESULT([yes])], [AC_MSG_RESULT([no])
        AC_MSG_ERROR([--enable-sanitizers=$enable_sanitizers does not work here])])
    CFLAGS=$quern_saved_CFLAGS])
AC_SUBST([SANITIZER_FLAGS])
AM_CONDITIONAL([SANITIZERS], [test "$enable_sanitizers" != no])

AC_ARG_ENABLE([debug-arena], [AS_HELP_STRING([--enable-debug-arena],
    [malloc each piece of an arena, so that valgrind and ASan see overruns (default with the address sanitizer)])],
    [], [AS_CASE([$enable_sanitizers], [*address*], [enable_debug_arena=yes], [enable_debug_arena=no])])
AM_CONDITIONAL([DEBUG_ARENA], [test "$enable_debug_arena" = yes])

AC_ARG_ENABLE([coverage], [AS_HELP_STRING([--enable-coverage], [build for `make coverage`])],
    [], [enable_coverage=no])
AS_IF([test "$enable_coverage" = yes], [
    QUERN_CFLAGS="$QUERN_CFLAGS --coverage"
    QUERN_LDFLAGS="$QUERN_LDFLAGS --coverage"])
AM_CONDITIONAL([COVERAGE], [test "$enable_coverage" = yes])
])

# QUERN_TEST_TOOLS: programs that some checks use when they are there.
AC_DEFUN([QUERN_TEST_TOOLS], [
AC_ARG_VAR([BASH_PROGRAM], [bash, for the scripts of `make check`])
AC_PATH_PROG([BASH_PROGRAM], [bash], [/bin/bash])
AC_CHECK_TOOL([NM], [nm], [nm])
AC_PATH_PROG([VALGRIND], [valgrind])
AC_PATH_PROG([LCOV], [lcov])
AC_PATH_PROG([GENHTML], [genhtml])
])
