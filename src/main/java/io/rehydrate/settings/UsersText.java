package io.rehydrate.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a users file: {@code name = role, hash}, comments and empty lines.
 *
 * @param problems of lines that can't be read; they never repeat a line, which may hold a hash
 */
public record UsersText(List<String> lines, Map<String, User> users, List<String> problems) {
  private static final Pattern LINE =
      Pattern.compile("\\s*([^=:\\s]+)\\s*[=:]\\s*([^,\\s]+)\\s*(?:,\\s*(\\S+)\\s*)?");
  private static final Pattern HASH = Pattern.compile("\\{[a-z0-9-]+\\}[0-9a-f]{48,512}");

  public static UsersText parse(List<String> lines) {
    Map<String, User> users = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!isComment(lines.get(i))) {
        add(i + 1, lines.get(i), users, problems);
      }
    }
    return new UsersText(List.copyOf(lines), users, problems);
  }

  private static void add(int number, String line, Map<String, User> users, List<String> problems) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      problems.add("line " + number + " is not 'name = role, hash'; 'users add' writes one");
      return;
    }
    Optional<Role> role = Role.of(matcher.group(2));
    Optional<String> hash = Optional.ofNullable(matcher.group(3));
    if (!User.isName(matcher.group(1))) {
      problems.add("line " + number + " has a name that is none: write " + User.NAME_FORM);
    } else if (role.isEmpty()) {
      problems.add("line " + number + " has no known role: write " + Role.all());
    } else if (hash.filter(h -> !HASH.matcher(h).matches()).isPresent()) {
      problems.add("line " + number + " has no known hash; set one with 'users password'");
    } else if (users.put(matcher.group(1), new User(matcher.group(1), role.get(), hash)) != null) {
      problems.add("line " + number + " has a name that an earlier line has; keep one");
    }
  }

  private static boolean isComment(String line) {
    String text = line.strip();
    return text.isEmpty() || text.startsWith("#") || text.startsWith("!");
  }

  /** The same with this user, in the place of the line that they had. */
  public UsersText with(User user) {
    String line =
        user.name()
            + " = "
            + user.role().text()
            + user.passwordHash().map(h -> ", " + h).orElse("");
    List<String> changed = new ArrayList<>(lines);
    if (users.containsKey(user.name())) {
      changed.replaceAll(old -> isOf(old, user.name()) ? line : old);
    } else {
      changed.add(line);
    }
    return parse(changed);
  }

  public UsersText without(String name) {
    return parse(lines.stream().filter(line -> !isOf(line, name)).toList());
  }

  private static boolean isOf(String line, String name) {
    Matcher matcher = LINE.matcher(line);
    return !isComment(line) && matcher.matches() && matcher.group(1).equals(name);
  }

  public boolean hasOperator() {
    return users.values().stream().anyMatch(user -> user.role() == Role.OPERATOR);
  }
}
