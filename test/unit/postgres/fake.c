/* fake.c: see fake.h. */
#include "test/unit/postgres/fake.h"

#include <check.h>

#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct fake {
    const char *const *steps;
    int listener, client;
    sem_t go;
    pthread_t thread;
    char uri[100];
    unsigned char message[10000]; /* that is being made */
    size_t size;
    char seen[1000]; /* the types of the messages that came */
    size_t seen_count, waited;
};

static void put(fake *f, const void *bytes, size_t size)
{
    ck_assert_uint_le(f->size + size, sizeof f->message);
    memcpy(f->message + f->size, bytes, size);
    f->size += size;
}

static void put_text(fake *f, const char *text)
{
    put(f, text, strlen(text) + 1);
}

static void put_int(fake *f, uint32_t number, size_t size)
{
    for (size_t i = size; i-- > 0;)
        put(f, &(unsigned char){ (unsigned char)(number >> 8 * i) }, 1);
}

static void begin(fake *f, char type)
{
    f->size = 0;
    put(f, &type, 1);
    put_int(f, 0, 4);
}

static void send_all(fake *f)
{
    for (size_t sent = 0; sent < f->size;) {
        const ssize_t now = send(f->client, f->message + sent, f->size - sent, MSG_NOSIGNAL);
        if (now <= 0)
            return;
        sent += (size_t)now;
    }
}

static void finish(fake *f)
{
    const size_t end = f->size;
    f->size = 1;
    put_int(f, (uint32_t)end - 1, 4);
    f->size = end;
    send_all(f);
}

static bool receive(fake *f, void *bytes, size_t size)
{
    for (size_t got = 0; got < size;) {
        const ssize_t now = recv(f->client, (char *)bytes + got, size - got, 0);
        if (now <= 0)
            return false;
        got += (size_t)now;
    }
    return true;
}

static bool receive_body(fake *f)
{
    unsigned char length[4];
    static _Thread_local char body[100000];
    if (!receive(f, length, 4))
        return false;
    const size_t size =
        (size_t)length[0] << 24 | (size_t)length[1] << 16 | (size_t)length[2] << 8 | (size_t)length[3];
    return size - 4 <= sizeof body && receive(f, body, size - 4);
}

/* Reads one message and notes its type; false at the end. */
static bool receive_message(fake *f)
{
    char type;
    if (!receive(f, &type, 1))
        return false;
    if (f->seen_count + 1 < sizeof f->seen)
        f->seen[f->seen_count++] = type;
    return receive_body(f);
}

/* Until the next message of this type, counted from where the last wait ended. */
static void wait_for(fake *f, char type)
{
    for (;; f->waited++) {
        if (f->waited == f->seen_count && !receive_message(f))
            return;
        if (f->seen[f->waited] == type)
            break;
    }
    f->waited++;
}

static void send_error(fake *f, char type, const char *severity, const char *sqlstate)
{
    begin(f, type);
    put_text(f, "S");
    f->size--;
    put_text(f, severity);
    put_text(f, "V");
    f->size--;
    put_text(f, severity);
    if (*sqlstate) {
        put_text(f, "C");
        f->size--;
        put_text(f, sqlstate);
    }
    put_text(f, "M");
    f->size--;
    put_text(f, "the fake server says so");
    put(f, "", 1);
    finish(f);
}

static void send_description(fake *f, uint32_t type)
{
    begin(f, 'T');
    put_int(f, 1, 2);
    put_text(f, "n");
    put_int(f, 0, 4);
    put_int(f, 0, 2);
    put_int(f, type, 4);
    put_int(f, (uint32_t)-1, 2);
    put_int(f, (uint32_t)-1, 4);
    put_int(f, 1, 2);
    finish(f);
}

static void send_row(fake *f, const char *text)
{
    begin(f, 'D');
    put_int(f, 1, 2);
    put_int(f, (uint32_t)strlen(text), 4);
    put(f, text, strlen(text));
    finish(f);
}

static void send_notification(fake *f, size_t size)
{
    static const char filler[1000];
    begin(f, 'A');
    put_int(f, 1, 4);
    put_text(f, "channel");
    for (; size; size -= size < sizeof filler ? size : sizeof filler) {
        char some[sizeof filler];
        memset(some, 'x', sizeof some);
        put(f, some, size < sizeof some ? size : sizeof some);
    }
    put(f, "", 1);
    finish(f);
}

static void send_ready(fake *f)
{
    begin(f, 'Z');
    put(f, "I", 1);
    finish(f);
}

static void send_garbage(fake *f)
{
    f->size = 0;
    put(f, "D\xff\xff\xff\xff", 5);
    send_all(f);
}

static void do_step(fake *f, const char *step)
{
    const char *rest = strlen(step) > 2 ? step + 2 : "";
    if (strcmp(step, "wait") == 0) {
        while (sem_wait(&f->go) != 0) {}
        return;
    }
    if (strcmp(step, "close") == 0) {
        shutdown(f->client, SHUT_RDWR);
        return;
    }
    switch (*step) {
    case '?':
        wait_for(f, step[1]);
        break;
    case 'Z':
        send_ready(f);
        break;
    case 'T':
        send_description(f, *rest ? (uint32_t)atoi(rest) : 25);
        break;
    case 'D':
        send_row(f, rest);
        break;
    case 'C':
        begin(f, 'C');
        put_text(f, rest);
        finish(f);
        break;
    case 'E':
        send_error(f, 'E', "FATAL", rest);
        break;
    case 'e':
        send_error(f, 'E', "ERROR", rest);
        break;
    case 'N':
        send_error(f, 'N', "WARNING", rest);
        break;
    case 'R':
        begin(f, 'R');
        put_int(f, (uint32_t)atoi(rest), 4);
        finish(f);
        break;
    case 'A':
        send_notification(f, (size_t)atoi(rest));
        break;
    case 'G':
        send_garbage(f);
        break;
    default:
        begin(f, *step);
        finish(f);
    }
}

static void send_parameter(fake *f, const char *name, const char *value)
{
    begin(f, 'S');
    put_text(f, name);
    put_text(f, value);
    finish(f);
}

static void let_in(fake *f)
{
    begin(f, 'R');
    put_int(f, 0, 4);
    finish(f);
    send_parameter(f, "server_version", "15.0");
    send_parameter(f, "client_encoding", "UTF8");
    begin(f, 'K');
    put_int(f, 4711, 4);
    put_int(f, 1, 4);
    finish(f);
    send_ready(f);
}

static void *serve(void *argument)
{
    fake *f = argument;
    f->client = accept(f->listener, NULL, NULL);
    if (f->client < 0 || !receive_body(f))
        return NULL;
    if (!*f->steps || !strchr("ER", **f->steps))
        let_in(f);
    for (const char *const *step = f->steps; *step; step++) {
        int times = 1;
        if (**step == 'x')
            times = atoi(*step++ + 2);
        while (times--)
            do_step(f, *step);
    }
    while (receive_message(f)) {}
    return NULL;
}

fake *fake_start(const char *const *steps)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    fake *f = calloc(1, sizeof *f);
    f->steps = steps;
    f->client = -1;
    sem_init(&f->go, 0, 0);
    f->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(f->listener, (struct sockaddr *)&address, size), 0);
    ck_assert_int_eq(listen(f->listener, 1), 0);
    ck_assert_int_eq(getsockname(f->listener, (struct sockaddr *)&address, &size), 0);
    snprintf(f->uri, sizeof f->uri,
             "postgresql://nobody@127.0.0.1:%d/none?sslmode=disable&gssencmode=disable",
             (int)ntohs(address.sin_port));
    ck_assert_int_eq(pthread_create(&f->thread, NULL, serve, f), 0);
    return f;
}

const char *fake_uri(const fake *f)
{
    return f->uri;
}

void fake_go(fake *f)
{
    sem_post(&f->go);
}

const char *fake_stop(fake *f)
{
    static char seen[sizeof f->seen];
    shutdown(f->listener, SHUT_RDWR);
    pthread_join(f->thread, NULL);
    memcpy(seen, f->seen, sizeof seen);
    close(f->listener);
    if (f->client >= 0)
        close(f->client);
    sem_destroy(&f->go);
    free(f);
    return seen;
}
