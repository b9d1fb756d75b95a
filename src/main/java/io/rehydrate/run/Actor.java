package io.rehydrate.run;

/**
 * Who asked, and from where.
 *
 * @param name a user's name, or {@code schedule}
 * @param origin {@code cli}, {@code http 127.0.0.1}, {@code proxy 127.0.0.1}, {@code inbox
 *     file.json}, {@code quartz}
 */
public record Actor(String name, String origin) {}
