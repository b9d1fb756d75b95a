package io.rehydrate.rehearse;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rehydrate.dump.DumpId;
import io.rehydrate.migrate.Ref;
import io.rehydrate.store.RehearsalFiles;
import io.rehydrate.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The results of rehearsals, kept in the store with their dumps. */
public final class Rehearsals {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();
  private static final int LONGEST_NAME = 80;
  private static final int HASH = 10;

  private final RehearsalFiles files;

  public Rehearsals(Store store) {
    this.files = store.rehearsals();
  }

  /** Of a dump, the newest first; a file that is not one of ours is passed over. */
  public List<Rehearsal> of(DumpId dump) {
    return files.list(dump).stream()
        .flatMap(Rehearsals::read)
        .filter(rehearsal -> rehearsal.dump().equals(dump.value()))
        .sorted(Comparator.comparing(Rehearsal::at).reversed().thenComparing(Rehearsal::title))
        .toList();
  }

  /** Of a ref of a dump, at whatever commit. */
  public Optional<Rehearsal> of(DumpId dump, String kind, String ref) {
    return of(dump).stream().filter(r -> r.kind().equals(kind) && r.ref().equals(ref)).findFirst();
  }

  /** What is known of this commit already; one that could not be run counts as unknown. */
  Optional<Rehearsal> known(DumpId dump, Ref ref) {
    return of(dump, kind(ref), ref.name())
        .filter(r -> r.commit().equals(ref.sha().value()) && r.state() != Rehearsal.State.NOT_RUN);
  }

  void keep(Rehearsal rehearsal) {
    try {
      files.put(
          new DumpId(rehearsal.dump()),
          fileName(rehearsal.kind() + ":" + rehearsal.ref()),
          MAPPER.writeValueAsBytes(rehearsal));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String kind(Ref ref) {
    return ref.kind().name().toLowerCase(Locale.ROOT);
  }

  /** Different refs have different files, also where a file system ignores case. */
  static String fileName(String ref) {
    String plain = ref.replaceAll("[^A-Za-z0-9._-]+", "-");
    return plain.substring(0, Math.min(LONGEST_NAME, plain.length())) + "-" + hash(ref);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<Rehearsal> read(byte[] text) {
    try {
      return Stream.ofNullable(MAPPER.readValue(text, Rehearsal.class)).filter(Rehearsals::isWhole);
    } catch (JacksonException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The share may be written by others. */
  private static boolean isWhole(Rehearsal r) {
    return Stream.of(
            r.dump(),
            r.ref(),
            r.kind(),
            r.commit(),
            r.author(),
            r.state(),
            r.problem(),
            r.run(),
            r.at(),
            r.migrations(),
            r.statements(),
            r.tables(),
            r.lostRows(),
            r.estimatedSeconds())
        .allMatch(part -> part != null);
  }
}
