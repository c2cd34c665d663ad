/* test_wire.c: round trips, found by listening to both sides. */
#include "test/support/wire.h"

#include <check.h>
#include <string.h>

/* What is said: by the client before the blank, each message one letter; "." stands for what the server owes, one ReadyForQuery; "d" for
 * a row of the server's; ">" for the client's start, "?" for its wish to be encrypted, "n" for the answer to that. */
static const struct {
    const char *name, *talk;
    uint64_t round_trips;
} cases[] = {
    { "nothing", "", 0 },
    { "connecting", ">", 1 },
    { "connecting, answered", ">.", 1 },
    { "connecting with a password", ">dpd.", 1 },
    { "connecting, encryption refused", "?n>.", 1 },
    { "saying goodbye", ">.X", 1 },
    { "one simple query", ">.Qd.", 2 },
    { "two, one after the other", ">.Qd.Qd.", 3 },
    { "two at once", ">.QQd.d.", 2 },
    { "a unit of five messages", ">.PBDESdd.", 2 },
    { "two units, one after the other", ">.PBES.PBES.", 3 },
    { "two units at once", ">.PBESPBESd.d.", 2 },
    { "the second one while the first is being answered", ">.PBESddPBES.d.", 2 },
    { "a third one behind the answer to the first", ">.PBESddPBES.PBESd.d.", 3 },
    { "always one more in flight", ">.ESES.ES.ES.ES..", 4 },
    { "always two more in flight", ">.ESESES.ES.ES.ES.ES.ES.ES...", 4 },
    { "three in flight, then none, then one", ">.ESESES...ES.", 3 },
    { "the last of three is behind two answers", ">.ESES..ESES..", 3 },
    { "a flush is no end", ">.EHddEHddS.ES.", 3 },
};

static void say(quern__wire *wire, bool client, const char *bytes, size_t size, size_t piece)
{
    for (size_t at = 0; at < size; at += piece)
        (client ? quern__wire_client : quern__wire_server)(wire, bytes + at,
                                                           size - at < piece ? size - at : piece);
}

static void say_one(quern__wire *wire, char what, size_t piece)
{
    static const char start[] = "\0\0\0\x0e\0\3\0\0user\0", wish[] = "\0\0\0\x08\x04\xd2\x16\x2f";
    char message[] = "?\0\0\0\7abc";
    message[0] = what;
    if (what == '>')
        say(wire, true, start, 14, piece);
    else if (what == '?')
        say(wire, true, wish, 8, piece);
    else if (what == 'n')
        say(wire, false, "N", 1, piece);
    else if (what == '.')
        say(wire, false, "Z\0\0\0\5I", 6, piece);
    else if (what == 'd')
        say(wire, false, "D\0\0\0\7abc", 8, piece);
    else
        say(wire, true, message, 8, piece);
}

START_TEST(round_trips_are_counted)
{
    for (size_t piece = 1; piece <= 20; piece++) {
        quern__wire wire = { .owed = 0 };
        for (const char *at = cases[_i].talk; *at; at++)
            say_one(&wire, *at, piece);
        ck_assert_msg(wire.round_trips == cases[_i].round_trips, "%s, by %zu bytes: %d round trips, not %d",
                      cases[_i].name, piece, (int)wire.round_trips, (int)cases[_i].round_trips);
    }
}
END_TEST

/* Several messages in one piece, as they mostly come. */
START_TEST(messages_come_together)
{
    char said[200];
    size_t size = 0;
    quern__wire wire = { .owed = 0 };
    say_one(&wire, '>', 100);
    say_one(&wire, '.', 100);
    for (int i = 0; i < 10; i++) {
        memcpy(said + size, i % 5 == 4 ? "S\0\0\0\4" : "E\0\0\0\7abc", i % 5 == 4 ? 5 : 8);
        size += i % 5 == 4 ? 5 : 8;
    }
    quern__wire_client(&wire, said, size);
    ck_assert_uint_eq(wire.owed, 2);
    ck_assert_uint_eq(wire.round_trips, 2);
}
END_TEST

Suite *quern__suite_wire(void);

Suite *quern__suite_wire(void)
{
    Suite *suite = suite_create("wire");
    TCase *tests = tcase_create("wire");
    tcase_add_loop_test(tests, round_trips_are_counted, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, messages_come_together);
    suite_add_tcase(suite, tests);
    return suite;
}
