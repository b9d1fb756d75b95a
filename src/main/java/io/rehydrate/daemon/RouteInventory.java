package io.rehydrate.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which route files are at work, where each comes from, and how a home's differ from the shipped.
 */
public final class RouteInventory {
  private static final int CONTEXT_LINES = 3;

  private final Path folder;
  private final String kind;
  private final ShippedRoutes shipped;

  public RouteInventory(Settings settings, ShippedRoutes shipped) {
    this.folder = settings.home().resolve(RouteFiles.FOLDER);
    this.kind = settings.source().kind();
    this.shipped = shipped;
  }

  /** Of a route file, by where it comes from. */
  public enum State {
    /** Of the installation. */
    SHIPPED("shipped"),
    /** Of the installation, for another kind of source. */
    UNUSED("not loaded: for another source.kind"),
    /** The home's, and the same text: it may be removed. */
    IDENTICAL("home, identical to the shipped one: can be removed"),
    /** The home's, and the text that an earlier version shipped: it may be removed. */
    SUPERSEDED("home, unchanged copy of an earlier version: not loaded, can be removed"),
    /** The home's, made from the shipped one as that still is. */
    CHANGED("home, replaces the shipped one"),
    /** The home's, and the shipped one has changed since it was ejected. */
    OUTDATED("home, the shipped one has changed since it was ejected"),
    /** The home's, of a shipped name, without a line that says what it was made from. */
    UNKNOWN("home, replaces the shipped one; the version it was copied from is not known"),
    /** The home's own. */
    ADDED("home, added");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public boolean isOfHome() {
      return this != SHIPPED && this != UNUSED;
    }

    public String words() {
      return words;
    }
  }

  /**
   * One file.
   *
   * @param layer {@code runbook}, {@code engine}, or {@code home} for an added one
   */
  public record Entry(String name, String layer, State state) {}

  /** All of them, by name. */
  public List<Entry> entries() {
    Set<String> names = new TreeSet<>(shipped.files().keySet());
    names.addAll(ownNames());
    return names.stream().map(this::entry).toList();
  }

  private Set<String> ownNames() {
    try {
      return RouteFiles.list(folder).stream()
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Entry entry(String name) {
    String layer =
        shipped.file(name).map(file -> file.engine() ? "engine" : "runbook").orElse("home");
    return new Entry(name, layer, state(name));
  }

  private State state(String name) {
    if (!Files.exists(folder.resolve(name))) {
      return ShippedRoutes.serves(name, kind) ? State.SHIPPED : State.UNUSED;
    }
    if (shipped.file(name).isEmpty()) {
      return State.ADDED;
    }
    byte[] ours = shipped.file(name).get().bytes();
    byte[] own = read(name);
    if (Arrays.equals(EjectedFrom.body(own), ours)) {
      return State.IDENTICAL;
    }
    if (EarlierRoutes.contain(name, own)) {
      return State.SUPERSEDED;
    }
    return EjectedFrom.of(own)
        .map(from -> from.isMadeFrom(ours) ? State.CHANGED : State.OUTDATED)
        .orElse(State.UNKNOWN);
  }

  /** A sentence for each file of the home that was made from a shipped one of another text. */
  public List<String> outdated() {
    return entries().stream()
        .filter(entry -> entry.state() == State.OUTDATED || entry.state() == State.SUPERSEDED)
        .map(this::sentence)
        .toList();
  }

  private String sentence(Entry entry) {
    String file = RouteFiles.FOLDER + "/" + entry.name();
    return entry.state() == State.SUPERSEDED
        ? file + " is an unchanged copy of an earlier version's file: it is not loaded; remove it"
        : file
            + " was ejected from rehydrate "
            + EjectedFrom.of(read(entry.name())).orElseThrow().version()
            + ", and the shipped file has changed since; see 'routes diff "
            + withoutSuffix(entry.name())
            + "'";
  }

  /** What the home's files say in a form that Camel deprecates. */
  public List<RouteProblem> compactForms() {
    return entries().stream()
        .filter(entry -> entry.state().isOfHome() && entry.state() != State.SUPERSEDED)
        .map(Entry::name)
        .flatMap(name -> CompactYaml.find(RouteFiles.FOLDER + "/" + name, read(name)).stream())
        .toList();
  }

  /**
   * Copies a shipped file into the home's routes, where it takes the place of the shipped one.
   *
   * @param version of this program
   * @return the new file
   * @throws InvalidException {@code routes.unknown}, {@code routes.exists}
   */
  public Path eject(String name, String version) {
    ShippedRoutes.File file = file(name);
    Path to = folder.resolve(file.name());
    try {
      Files.createDirectories(folder);
      Files.write(to, EjectedFrom.head(file.bytes(), version), StandardOpenOption.CREATE_NEW);
      return to;
    } catch (FileAlreadyExistsException e) {
      throw new InvalidException(
          ErrorCode.ROUTES_EXISTS,
          to + " exists already",
          "Compare it with 'routes diff " + withoutSuffix(file.name()) + "', or move it away first",
          e);
    } catch (IOException e) {
      throw new InvalidException(
          ErrorCode.ROUTES_FOLDER, to + " can't be written", "Check the folder and its rights", e);
    }
  }

  /**
   * A unified diff from the shipped file to the home's.
   *
   * @return empty where the home has none, or an identical one
   * @throws InvalidException {@code routes.unknown}
   */
  public List<String> diff(String name) {
    ShippedRoutes.File file = file(name);
    if (!Files.exists(folder.resolve(file.name()))) {
      return List.of();
    }
    List<String> ours = lines(file.bytes());
    List<String> own = lines(EjectedFrom.body(read(file.name())));
    return UnifiedDiffUtils.generateUnifiedDiff(
        "shipped/" + file.name(),
        RouteFiles.FOLDER + "/" + file.name(),
        ours,
        DiffUtils.diff(ours, own),
        CONTEXT_LINES);
  }

  /** As {@link #diff(String)}, of every file that the home has of a shipped name. */
  public List<String> diff() {
    List<String> lines = new ArrayList<>();
    ownNames().stream()
        .filter(name -> shipped.file(name).isPresent())
        .forEach(name -> lines.addAll(diff(name)));
    return lines;
  }

  private ShippedRoutes.File file(String name) {
    String full = name.endsWith(RouteFiles.SUFFIX) ? name : ShippedRoutes.name(name);
    return shipped
        .file(full)
        .orElseThrow(
            () ->
                new InvalidException(
                    ErrorCode.ROUTES_UNKNOWN,
                    "There is no shipped route file " + full,
                    "One of: "
                        + shipped.files().keySet().stream()
                            .map(RouteInventory::withoutSuffix)
                            .collect(Collectors.joining(", "))));
  }

  private static String withoutSuffix(String name) {
    return name.substring(0, name.length() - RouteFiles.SUFFIX.length());
  }

  private byte[] read(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (IOException e) {
      throw new InvalidException(
          ErrorCode.ROUTES_FOLDER,
          folder.resolve(name) + " can't be read",
          "It must be a file that this account may read",
          e);
    }
  }

  private static List<String> lines(byte[] text) {
    return new String(text, UTF_8).lines().toList();
  }
}
