package io.rehydrate.demo.rds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and changes tags by a thing's ARN. */
final class TagOperations {
  private final Account account;

  TagOperations(Account account) {
    this.account = account;
  }

  Answer list(Parameters p) {
    if (p.has("Filters")) {
      throw ApiError.badValue("Filters isn't currently supported.");
    }
    Resource resource = resource(p);
    return xml -> xml.tags(resource.tags());
  }

  Answer add(Parameters p) {
    Resource resource = resource(p);
    Map<String, String> all = new LinkedHashMap<>(resource.tags());
    all.putAll(p.tags());
    TagRules.checked(all);
    resource.tags().putAll(all);
    return Answer.nothing();
  }

  Answer remove(Parameters p) {
    List<String> keys = p.list("TagKeys", "member");
    resource(p).tags().keySet().removeAll(keys);
    return Answer.nothing();
  }

  private Resource resource(Parameters p) {
    Arn arn = Arn.parse(p.required("ResourceName"));
    return account
        .find(arn)
        .filter(thing -> thing.isSeen(account.now()))
        .orElseThrow(() -> arn.kind().notFound(arn.id()));
  }
}
