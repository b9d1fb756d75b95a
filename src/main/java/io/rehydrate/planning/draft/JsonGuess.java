package io.rehydrate.planning.draft;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehydrate.plan.MaskSpec;
import java.util.List;

/**
 * What the documents of a column hold that should be masked.
 *
 * @param documents that were looked at
 */
record JsonGuess(long documents, List<Member> members) {

  /**
   * @param path as the mask takes it
   * @param personal as far as its name or its values tell; else unknown
   * @param why in words, without a value
   */
  record Member(String path, MaskSpec mask, boolean personal, String why) {}

  boolean isPersonal() {
    return members.stream().anyMatch(Member::personal);
  }

  MaskSpec mask() {
    ObjectNode paths = JsonNodeFactory.instance.objectNode();
    members.forEach(member -> paths.put(member.path(), member.mask().name()));
    return new MaskSpec("json", paths.toString());
  }
}
