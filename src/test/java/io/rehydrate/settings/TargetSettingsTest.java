package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.UsersFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSettingsTest {
  @TempDir Path folder;
  private HomeFolder home;

  @BeforeEach
  void a_home_with_a_target() {
    home = HomeFolder.in(folder).withTarget("dev-a");
  }

  private Settings.Target devA() {
    return home.read().targets().get(new TargetName("dev-a"));
  }

  @Test
  void defaults() {
    Settings.Target target = devA();

    assertThat(target.login()).hasToString("dev at dev.example:3306");
    assertThat(target.schemas()).isEqualTo(Map.of("insurance", "dev_a"));
    assertThat(target.owners()).isEmpty();
    assertThat(target.values()).isEmpty();
    assertThat(target.after()).isEmpty();
    assertThat(target.migrationLogin()).isEmpty();
  }

  @Test
  void the_script_may_name_values_that_are_set() {
    home.with("target.dev-a.after", "after.sql")
        .withFile("after.sql", "SELECT ${site-url}", "rw-r--r--")
        .with("target.dev-a.value.site-url", "https://a.example");
    assertThat(devA().values()).isEqualTo(Map.of("site-url", "https://a.example"));

    home.withFile("after.sql", "SELECT ${site}", "rw-r--r--").with("target.dev-a.value.No", "x");
    assertThatThrownBy(home::read)
        .hasMessageContaining("names the value site, which is not set")
        .hasMessageContaining("target.dev-a.value.No: a value's name is");
  }

  @Test
  void explicit_values() {
    home.with("source.schemas", "insurance,billing")
        .with("target.dev-a.schemas", "insurance=a1, billing=a2")
        .with("target.dev-a.after", "sql/after.sql")
        .withFile("sql/after.sql", "SELECT 1", "rw-r--r--")
        .with("target.dev-a.migration-username", "migrator")
        .with("target.dev-a.migration-password", "x");
    Settings.Target target = devA();

    assertThat(target.schemas())
        .containsExactly(Map.entry("insurance", "a1"), Map.entry("billing", "a2"));
    assertThat(target.after()).contains(folder.resolve("sql/after.sql"));
    assertThat(target.migrationLogin().orElseThrow()).hasToString("migrator at dev.example:3306");
  }

  @Test
  void tables_are_named_as_in_the_plan() {
    home.with("target.dev-a.keep-tables", "users, *_flags, billing.inv*, `o*d``d`");

    List<TablePattern> keep = home.read().targets().get(new TargetName("dev-a")).keep();

    assertThat(List.of("users", "my_flags", "o*d`d", "Users", "odd`d", "xusers", "inv1"))
        .filteredOn(table -> keep.stream().anyMatch(p -> p.matches("insurance", table)))
        .containsExactly("users", "my_flags", "o*d`d");
    assertThat(keep.get(2).matches("billing", "inv1")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "url, jdbc:mysql://dev.example, names no schema",
    "url, jdbc:postgresql://dev.example/x, expected jdbc:mysql",
    "url, jdbc:mysql://dev.example/sys, the server's own schema",
    "schemas, insurance, write pairs",
    "schemas, insurence=a, did you mean 'insurance'?",
    "schemas, insurance=mysql, the server's own schema",
    "schemas, 'insurance=a,insurance=b', is there twice",
    "keep-tables, 'users, a.b.c', write table or schema.table",
    "keep-tables, '`users', write table or schema.table",
    "keep-tables, '', names no table",
    "owners, 'Ann', is not a user's name",
    "owners, 'ann, ann', names something twice",
    "owners, '', names nobody",
    "after, nowhere.sql, there is no such file",
    "migration-username, migrator, migration-password-file: is missing"
  })
  void bad_values(String key, String value, String told) {
    home.with("target.dev-a." + key, value);

    assertThatThrownBy(home::read).hasMessageContaining("target.dev-a.").hasMessageContaining(told);
  }

  @Test
  void several_source_schemas_need_pairs() {
    home.with("source.schemas", "insurance,billing");

    assertThatThrownBy(home::read)
        .hasMessageContaining("target.dev-a.schemas: is missing")
        .hasMessageContaining("write insurance=dev_a,...");
  }

  @Test
  void two_targets_may_not_replace_one_schema() {
    home.withTarget("dev-b").with("target.dev-b.url", "jdbc:mariadb://DEV.example:3306/dev_a");

    assertThatThrownBy(home::read)
        .hasMessageContaining("is replaced by target.dev-a.* already; each schema has one target");
  }

  @Test
  void owners_are_users_as_soon_as_there_are_some() {
    home.with("target.dev-a.owners", "ann, bop");
    assertThat(home.read().targets().get(new TargetName("dev-a")).owners())
        .containsExactlyInAnyOrder("ann", "bop");
    assertThat(home.read().warnings())
        .anyMatch(w -> w.contains("target.dev-a.owners has no effect"));

    UsersFixture.in(home.path()).with("ann", Role.OPERATOR).with("bob", Role.DEVELOPER);

    assertThatThrownBy(home::read)
        .hasMessageContaining("target.dev-a.owners = bop: there is no such user")
        .hasMessageContaining("did you mean 'bob'?");
  }

  @Test
  void a_target_that_is_a_clone_has_what_its_clone_can_give() {
    cloned().with("target.dev-a.clone", "perhaps");
    assertThatThrownBy(home::read).hasMessageContaining("write true or false");

    home = HomeFolder.in(folder).withTarget("dev-a").with("target.dev-a.clone", "true");
    assertThatThrownBy(home::read)
        .hasMessageContaining("target.dev-a.clone: needs clones.directory");

    cloned()
        .with("target.dev-a.url", "jdbc:mysql://dev.example:80/other?sslMode=REQUIRED")
        .with("target.dev-a.username", "developer")
        .with("target.dev-a.password", "no\\\\backslash")
        .with("target.dev-a.keep-tables", "users")
        .with("target.dev-a.migration-username", "m");
    assertThatThrownBy(home::read)
        .hasMessageContaining("is not where the target's server listens: write clones.host")
        .hasMessageContaining("needs a port from 1024 on")
        .hasMessageContaining("takes no parameters")
        .hasMessageContaining("under their own names: write insurance")
        .hasMessageContaining("developer is the daemon's own account")
        .hasMessageContaining("printable ASCII characters without a backslash")
        .hasMessageContaining("target.dev-a.keep-tables: has no effect")
        .hasMessageContaining("target.dev-a.migration-username: has no effect");

    cloned().with("target.dev-a.url", "jdbc:mysql://localhost:33050/insurance");
    assertThat(devA().isClone()).isTrue();
  }

  private HomeFolder cloned() {
    home =
        HomeFolder.in(folder)
            .withTarget("dev-a")
            .with("clones.directory", folder.toString())
            .with("clones.server", "/bin/sh")
            .with("target.dev-a.clone", "true");
    if ("root".equals(System.getProperty("user.name"))) {
      home.with("clones.user", "nobody");
    }
    return home;
  }
}
