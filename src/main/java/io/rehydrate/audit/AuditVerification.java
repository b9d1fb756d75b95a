package io.rehydrate.audit;

import io.rehydrate.error.CorruptAuditException;
import io.rehydrate.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes along the chain, and says where it is not as it was written. */
public final class AuditVerification {
  private static final int MOST_FAULTS = 20;
  private static final int FARTHEST_SHIFT = 10;

  private final AuditReader reader;
  private final Optional<HeadFile> headFile;

  AuditVerification(AuditReader reader, Optional<HeadFile> headFile) {
    this.reader = reader;
    this.headFile = headFile;
  }

  /**
   * What was found.
   *
   * @param entries their number
   * @param faults a sentence each, without its full stop; empty: the chain is unbroken
   * @param remarks what could not be compared
   */
  public record Result(
      long entries,
      Optional<Instant> from,
      Optional<Instant> to,
      List<String> faults,
      List<String> remarks) {

    /**
     * @throws CorruptAuditException {@code audit.broken}
     */
    public void requireUnbroken() {
      if (!faults.isEmpty()) {
        throw new CorruptAuditException(
            ErrorCode.AUDIT_BROKEN,
            "The audit is not as it was written: " + faults.get(0),
            "Find out who may write to the state database; compare with what was exported before");
      }
    }
  }

  /** Reads all entries. Others may be added meanwhile. */
  public Result verify() {
    // the order matters: each of these may only be behind the next one
    Optional<AuditHead> noted = headFile.flatMap(HeadFile::read);
    long newest = reader.newestNumber();
    AuditHead head = reader.head().orElse(AuditHead.EMPTY);
    Walk walk = new Walk(noted, head);
    reader.forEach(walk::next);
    walk.end(newest);
    List<String> remarks = new ArrayList<>();
    if (headFile.isPresent() && noted.isEmpty() && walk.entries > 0) {
      remarks.add(
          headFile.get().path()
              + " is missing or broken: entries that were removed from the end would not be missed");
    }
    return new Result(walk.entries, walk.from, walk.to, List.copyOf(walk.faults), remarks);
  }

  /** The state of going along the chain, up to the head. */
  private static final class Walk {
    private final Optional<AuditHead> noted;
    private final AuditHead head;
    private final List<String> faults = new ArrayList<>();
    private long entries;
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();
    private long expected = 1;
    private long shift;
    private Optional<String> before = Optional.of(AuditEntry.NOTHING);
    private AuditHead last = AuditHead.EMPTY;
    private boolean reachedNoted;

    Walk(Optional<AuditHead> noted, AuditHead head) {
      this.noted = noted;
      this.head = head;
      this.reachedNoted = noted.isEmpty() || noted.get().number() == 0;
    }

    void fault(String sentence) {
      if (faults.size() < MOST_FAULTS) {
        faults.add(sentence);
      }
    }

    void next(AuditEntry entry) {
      if (entry.number() > head.number()) {
        return;
      }
      entries++;
      from = from.or(() -> Optional.of(entry.at()));
      to = Optional.of(entry.at());
      if (entry.number() < expected) {
        fault(named(entry.number(), entry.number()) + " inserted");
        return;
      }
      if (entry.number() > expected) {
        fault(named(expected, entry.number() - 1) + " removed");
        before = Optional.empty();
      }
      requireOwnHash(entry);
      noted
          .filter(one -> one.number() == entry.number())
          .ifPresent(one -> requireNoted(one, entry));
      before = Optional.of(entry.hash());
      last = new AuditHead(entry.number(), entry.hash());
      expected = entry.number() + 1;
    }

    private void requireOwnHash(AuditEntry entry) {
      if (entry.computedHash().equals(entry.hash())) {
        if (before.filter(hash -> !hash.equals(entry.previousHash())).isPresent()) {
          long previous = entry.number() - 1;
          fault(
              "entry "
                  + previous
                  + " was changed, inserted or put in another's place: entry "
                  + entry.number()
                  + " was written after a different one");
        }
        shift = 0;
        return;
      }
      long moved = writtenAs(entry) - entry.number();
      if (moved == 0) {
        fault(named(entry.number(), entry.number()) + " changed");
      } else if (moved != shift) {
        fault(shifted(entry.number(), moved));
      }
      shift = moved;
    }

    /** The number that its hash was computed with; its own where that is not found. */
    private static long writtenAs(AuditEntry entry) {
      for (long by = 1; by <= FARTHEST_SHIFT; by++) {
        for (long number : new long[] {entry.number() - by, entry.number() + by}) {
          if (entry.computedHash(number).equals(entry.hash())) {
            return number;
          }
        }
      }
      return entry.number();
    }

    private String shifted(long number, long moved) {
      long more = moved - shift;
      String what =
          more < 0
              ? named(number + more, number - 1) + " inserted"
              : named(number, number + more - 1) + " removed";
      return what + ": what is entry " + number + " now was written as entry " + (number + moved);
    }

    private void requireNoted(AuditHead one, AuditEntry entry) {
      reachedNoted = true;
      if (!one.hash().equals(entry.hash())) {
        fault(
            "entry "
                + entry.number()
                + " was changed: "
                + Audit.HEAD_FILE
                + " has another hash of it, so it was rewritten together with what follows it");
      }
    }

    /**
     * @param newest the largest number that there was before the head was read
     */
    void end(long newest) {
      if (newest > head.number()) {
        fault(named(head.number() + 1, newest) + " inserted at the end");
      }
      if (head.number() > last.number()) {
        fault(named(last.number() + 1, head.number()) + " removed from the end");
      } else if (!head.hash().equals(last.hash())) {
        fault(named(last.number(), last.number()) + " changed, by the hash of the last entry");
      }
      if (!reachedNoted && head.number() <= last.number()) {
        fault(
            named(last.number() + 1, noted.orElseThrow().number())
                + " removed from the end, by "
                + Audit.HEAD_FILE);
      }
    }

    private static String named(long first, long last) {
      return first == last
          ? "entry " + first + " was"
          : "entries " + first + " to " + last + " were";
    }
  }
}
