package io.rehydrate.demo.rds;

import java.time.Instant;

/** Something that happened to a thing, as the API reports it afterwards. */
record Event(Instant at, Kind kind, String id, String category, String message) {}
