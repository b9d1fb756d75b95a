package io.rehydrate.http;

import io.rehydrate.audit.Audit;
import io.rehydrate.settings.Settings;
import io.rehydrate.users.AccessTokens;
import io.rehydrate.users.SignIns;
import io.rehydrate.users.UserDirectory;
import java.time.Clock;

/** What the servers need to know of the people who may use them. */
public record Access(
    UserDirectory users,
    AccessTokens tokens,
    SignIns signIns,
    Settings.Users settings,
    Refusals refusals,
    Audit audit,
    Clock clock) {}
