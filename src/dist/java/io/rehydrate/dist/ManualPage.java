package io.rehydrate.dist;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One page for all commands, in the macros of man(7). */
final class ManualPage {
  private final StringBuilder page = new StringBuilder();

  private ManualPage() {}

  /** The page's text; the same for the same commands. */
  static String of(CommandLine line, String version) {
    ManualPage manual = new ManualPage();
    manual.write(line.getCommandSpec(), version);
    return manual.page.toString();
  }

  private void write(CommandSpec root, String version) {
    macro("TH", root.name().toUpperCase(Locale.ROOT), "1", "", "Rehydrate " + version);
    section("NAME");
    text(root.name() + " - " + description(root));
    section("SYNOPSIS");
    text(root.name() + " [--home DIR] COMMAND [OPTIONS]");
    section("OPTIONS");
    arguments(root);
    section("COMMANDS");
    commands(root);
    section("EXIT STATUS");
    root.usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> entry(code.strip(), List.of(meaning)));
    section("ENVIRONMENT");
    entry("JAVA_HOME", List.of("The Java runtime, 17 or newer; without it, the PATH's."));
    entry("REHYDRATE_HEAP", List.of("The largest heap; 256m if it is not set."));
    entry("REHYDRATE_JAVA_OPTS", List.of("Further options of Java."));
    entry(
        "STORE_DIRECTORY and the like",
        List.of("A variable named after a key of application.properties overrides it."));
    section("FILES");
    entry("application.properties", List.of("In the home folder: the settings."));
    entry("plan.yaml", List.of("In the home folder: which rows stay, what is masked."));
    entry("routes/*.camel.yaml", List.of("In the home folder: routes of its own."));
    entry("lib/*.jar", List.of("In the home folder: libraries that its routes need."));
  }

  /** A command that only has commands of its own does nothing by itself. */
  private void commands(CommandSpec parent) {
    for (CommandLine child : CommandLines.shown(parent)) {
      CommandSpec spec = child.getCommandSpec();
      if (CommandLines.shown(spec).isEmpty()
          || spec.options().stream().anyMatch(ManualPage::isOwn)) {
        command(spec);
      }
      commands(spec);
    }
  }

  private void command(CommandSpec spec) {
    macro("SS", synopsis(spec));
    text(description(spec));
    arguments(spec);
  }

  private static String synopsis(CommandSpec spec) {
    Stream<String> options =
        spec.options().stream()
            .filter(ManualPage::isOwn)
            .map(option -> option.required() ? form(option) : "[" + form(option) + "]");
    Stream<String> parameters =
        spec.positionalParameters().stream()
            .map(
                parameter ->
                    parameter.arity().min() > 0
                        ? parameter.paramLabel()
                        : "[" + parameter.paramLabel() + "]");
    return Stream.concat(
            Stream.of(spec.qualifiedName().replaceFirst("^\\S+ ", "")),
            Stream.concat(options, parameters))
        .collect(Collectors.joining(" "));
  }

  private void arguments(CommandSpec spec) {
    Stream.concat(
            spec.options().stream().filter(o -> spec.parent() == null || isOwn(o)),
            spec.positionalParameters().stream())
        .filter(argument -> !argument.hidden() && argument.description().length > 0)
        .forEach(
            argument ->
                entry(
                    argument instanceof OptionSpec option ? names(option) : argument.paramLabel(),
                    plain(argument.description())));
  }

  private static boolean isOwn(OptionSpec option) {
    return !option.hidden() && !option.inherited() && !option.usageHelp() && !option.versionHelp();
  }

  private static String form(OptionSpec option) {
    return option.longestName() + value(option);
  }

  private static String names(OptionSpec option) {
    return String.join(", ", option.names()) + value(option);
  }

  private static String value(ArgSpec argument) {
    return argument.arity().max() == 0 ? "" : " " + argument.paramLabel();
  }

  private static String description(CommandSpec spec) {
    return String.join(" ", plain(spec.usageMessage().description()));
  }

  private static List<String> plain(String... text) {
    return Arrays.stream(text).map(line -> Ansi.OFF.string(line.replace("%n", " "))).toList();
  }

  private void section(String title) {
    macro("SH", title);
  }

  private void entry(String what, List<String> meaning) {
    page.append(".TP\n\\fB").append(escaped(what)).append("\\fR\n");
    text(String.join(" ", meaning));
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  private void text(String text) {
    page.append(escaped(text)).append('\n');
  }

  /** No character of a text is a command of roff's. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
