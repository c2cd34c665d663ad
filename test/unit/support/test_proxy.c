/* test_proxy.c: what the slow network does to what passes, between a client and a server that are both the test's. */
#include "test/support/proxy.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int listener, client, server;
static quern__proxy *proxy;
static char port[8];

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int call(unsigned number)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)number) };
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_msg(connect(fd, (struct sockaddr *)&to, sizeof to) == 0, "nobody listens");
    return fd;
}

static void connect_both(void)
{
    client = call(quern__proxy_port(proxy));
    server = accept(listener, NULL, NULL);
    ck_assert_int_ge(server, 0);
}

static void begin(void)
{
    struct sockaddr_in here = { .sin_family = AF_INET };
    socklen_t size = sizeof here;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert(bind(listener, (struct sockaddr *)&here, sizeof here) == 0 && listen(listener, 5) == 0 &&
              getsockname(listener, (struct sockaddr *)&here, &size) == 0);
    snprintf(port, sizeof port, "%u", (unsigned)ntohs(here.sin_port));
    proxy = quern__proxy_open("127.0.0.1", port);
    ck_assert_ptr_nonnull(proxy);
    connect_both();
}

static void end(void)
{
    close(client);
    close(server);
    close(listener);
    quern__proxy_close(proxy);
}

static void put(int fd, const char *text)
{
    ck_assert_int_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

static void expect(int fd, const char *text)
{
    char came[100] = "";
    for (size_t have = 0; have < strlen(text);) {
        const ssize_t size = recv(fd, came + have, strlen(text) - have, 0);
        ck_assert_msg(size > 0, "the end, instead of \"%s\", behind \"%s\"", text, came);
        have += (size_t)size;
    }
    ck_assert_str_eq(came, text);
}

static bool has_something(int fd, int ms)
{
    struct pollfd look = { .fd = fd, .events = POLLIN };
    return poll(&look, 1, ms) > 0;
}

static void expect_end(int fd)
{
    char byte;
    ck_assert_msg(has_something(fd, 5000) && recv(fd, &byte, 1, 0) <= 0, "the connection goes on");
}

START_TEST(what_passes_is_as_it_was)
{
    put(client, "one ");
    put(client, "two");
    expect(server, "one two");
    put(server, "three");
    expect(client, "three");
    const quern__proxy_counts counts = quern__proxy_count(proxy);
    ck_assert_uint_eq(counts.connections, 1);
    ck_assert_uint_eq(counts.to_server, 7);
    ck_assert_uint_eq(counts.to_client, 5);
}
END_TEST

static const struct {
    int64_t up, down;
} delays[] = { { 0, 0 }, { 2500, 0 }, { 0, 2500 }, { 30000, 7000 }, { 150, 150 } };

START_TEST(each_direction_has_its_delay)
{
    const int64_t up = delays[_i].up, down = delays[_i].down;
    quern__proxy_delay(proxy, up, down);
    for (int i = 0; i < 5; i++) {
        int64_t began = now();
        put(client, "there");
        expect(server, "there");
        const int64_t there = now() - began;
        began = now();
        put(server, "back");
        expect(client, "back");
        const int64_t back = now() - began;
        ck_assert_msg(there >= up && back >= down, "%d µs there and %d back, not %d and %d", (int)there,
                      (int)back, (int)up, (int)down);
    }
}
END_TEST

/* A proxy that slept before each of these would take five seconds. */
START_TEST(only_time_is_lost)
{
    quern__proxy_delay(proxy, 0, 100000);
    const int64_t began = now();
    for (int i = 0; i < 50; i++) {
        char text[20];
        snprintf(text, sizeof text, "%06d", i);
        put(server, text);
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    }
    for (int i = 0; i < 50; i++) {
        char text[20];
        snprintf(text, sizeof text, "%06d", i);
        expect(client, text);
    }
    const int64_t took = now() - began;
    ck_assert_msg(took >= 100000 && took < 2500000, "%d µs", (int)took);
}
END_TEST

static char big[1 << 16];

START_TEST(much_passes_while_it_is_late)
{
    enum { TIMES = 64 };
    quern__proxy_delay(proxy, 20000, 0);
    size_t sent = 0, came = 0;
    while (came < TIMES * sizeof big) {
        const ssize_t out = sent < TIMES * sizeof big ? send(client, big, sizeof big, MSG_DONTWAIT) : 0;
        sent += out > 0 ? (size_t)out : 0;
        const ssize_t in = has_something(server, 1) ? recv(server, big, sizeof big, 0) : 0;
        came += in > 0 ? (size_t)in : 0;
    }
    ck_assert_uint_eq(quern__proxy_count(proxy).to_server, sent);
}
END_TEST

START_TEST(an_end_is_handed_on)
{
    quern__proxy_delay(proxy, 2000, 2000);
    put(client, "last");
    shutdown(client, SHUT_WR);
    expect(server, "last");
    expect_end(server);
    put(server, "words");
    expect(client, "words");
    close(server);
    expect_end(client);
    server = -1;
}
END_TEST

START_TEST(frozen_it_is_silent)
{
    quern__proxy_freeze(proxy, true);
    put(client, "a");
    ck_assert(!has_something(server, 50));
    quern__proxy_freeze(proxy, false);
    expect(server, "a");
}
END_TEST

START_TEST(cut_at_once)
{
    put(client, "a");
    expect(server, "a");
    quern__proxy_cut(proxy, 0);
    expect_end(client);
    expect_end(server);
    close(client);
    close(server);
    connect_both();
    put(client, "b");
    expect(server, "b");
    ck_assert_uint_eq(quern__proxy_count(proxy).connections, 2);
}
END_TEST

START_TEST(cut_after_some_bytes)
{
    put(server, "12");
    expect(client, "12");
    quern__proxy_cut(proxy, 5);
    put(server, "345");
    expect(client, "345");
    put(server, "6789");
    expect(client, "67");
    expect_end(client);
    ck_assert_uint_eq(quern__proxy_count(proxy).to_client, 7);
}
END_TEST

/* A conversation of two units, one after the other; those of a connection that is over are counted too. */
START_TEST(round_trips_of_all_connections)
{
    for (int i = 1; i <= 3; i++) {
        ck_assert_int_eq(send(client, "\0\0\0\x08\0\3\0\0", 8, 0), 8);
        ck_assert_int_eq(recv(server, big, 8, MSG_WAITALL), 8);
        ck_assert_int_eq(send(server, "Z\0\0\0\5I", 6, 0), 6);
        ck_assert_int_eq(recv(client, big, 6, MSG_WAITALL), 6);
        ck_assert_int_eq(send(client, "S\0\0\0\4", 5, 0), 5);
        ck_assert_int_eq(recv(server, big, 5, MSG_WAITALL), 5);
        ck_assert_uint_eq(quern__proxy_count(proxy).round_trips, 2 * (uint64_t)i);
        close(client);
        close(server);
        connect_both();
    }
}
END_TEST

/* More than a process may have open. */
START_TEST(connections_that_are_over_are_forgotten)
{
    for (int i = 0; i < 1100; i++) {
        close(client);
        expect_end(server);
        close(server);
        connect_both();
    }
    ck_assert_uint_eq(quern__proxy_count(proxy).connections, 1101);
}
END_TEST

static const struct {
    const char *uri, *out; /* with %u for the port; NULL: refused */
} uris[] = {
    { "postgresql://me@127.0.0.1:5432/name",
      "postgresql://me@127.0.0.1:%u/name?sslmode=disable&gssencmode=disable" },
    { "postgresql://me:word@127.0.0.1:5432/name?application_name=x",
      "postgresql://me:word@127.0.0.1:%u/name?application_name=x&sslmode=disable&gssencmode=disable" },
    { "postgresql://me@localhost/name", NULL },
    { "host=127.0.0.1", NULL },
};

START_TEST(uris_lead_through_it)
{
    char out[200] = "", expected[200];
    quern__proxy *other = quern__proxy_open_uri(uris[_i].uri, out, sizeof out);
    ck_assert_msg(!other == !uris[_i].out, "%s", uris[_i].uri);
    if (!other)
        return;
    const char *number = strstr(uris[_i].out, "%u");
    snprintf(expected, sizeof expected, "%.*s%u%s", (int)(number - uris[_i].out), uris[_i].out,
             quern__proxy_port(other), number + 2);
    ck_assert_str_eq(out, expected);
    quern__proxy_close(other);
}
END_TEST

START_TEST(without_a_server)
{
    close(listener);
    const int fd = call(quern__proxy_port(proxy));
    expect_end(fd);
    close(fd);
    listener = -1;
}
END_TEST

Suite *quern__suite_proxy(void);

Suite *quern__suite_proxy(void)
{
    Suite *suite = suite_create("proxy");
    TCase *tests = tcase_create("proxy");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, what_passes_is_as_it_was);
    tcase_add_loop_test(tests, each_direction_has_its_delay, 0, sizeof delays / sizeof *delays);
    tcase_add_test(tests, only_time_is_lost);
    tcase_add_test(tests, much_passes_while_it_is_late);
    tcase_add_test(tests, an_end_is_handed_on);
    tcase_add_test(tests, frozen_it_is_silent);
    tcase_add_test(tests, cut_at_once);
    tcase_add_test(tests, cut_after_some_bytes);
    tcase_add_test(tests, round_trips_of_all_connections);
    tcase_add_test(tests, connections_that_are_over_are_forgotten);
    tcase_add_loop_test(tests, uris_lead_through_it, 0, sizeof uris / sizeof *uris);
    tcase_add_test(tests, without_a_server);
    suite_add_tcase(suite, tests);
    return suite;
}
