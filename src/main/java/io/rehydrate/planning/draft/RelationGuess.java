package io.rehydrate.planning.draft;

import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.RelationMeasure;
import java.util.Optional;

/**
 * A relation that may hold.
 *
 * @param isOfItsName whether the column names the table: {@code app_id} of {@code apps}, not of
 *     {@code app_data}
 * @param found what the data says; empty where there was no time to ask
 * @param isFlag whether its values may as well be those of a flag, so that they prove nothing
 */
record RelationGuess(
    ColumnRelation link,
    Basis basis,
    boolean isOfItsName,
    Optional<RelationMeasure.Found> found,
    boolean isFlag) {

  RelationGuess(ColumnRelation link, Basis basis, boolean isOfItsName) {
    this(link, basis, isOfItsName, Optional.empty(), false);
  }

  /** What makes a relation likely, and how much of the data has to agree. */
  enum Basis {
    /** The column is named as a table's key: {@code app_id}. */
    KEY(0.5),
    /** The column names a table: {@code customer_id} of {@code customers}. */
    TABLE(0.5),
    /** The column names a table by its last word: {@code broker_id} of {@code retail_brokers}. */
    TABLE_IN_PART(0.8),
    /** A number that is named like a table, and not like a key: {@code position}. */
    WORD_ALONE(0.95),
    /** A word like parent or renewal: a row of the same table. */
    SELF(0.9),
    /**
     * It has the name of another table's unique column, which is no key by its name: {@code sku}.
     */
    SAME_NAME(0.98),
    /** A type next to it says which table: {@code subject_type}, {@code subject_id}. */
    TYPED(0.5),
    /** All columns of a key are in another table. */
    COMPOSITE(0.95),
    /** A word like author, for somebody of a table of people. */
    PERSON(0.98);

    private final double share;

    Basis(double share) {
      this.share = share;
    }

    private boolean needsData() {
      return this != KEY && this != TABLE && this != TYPED;
    }
  }

  RelationGuess tested(Optional<RelationMeasure.Found> result) {
    return new RelationGuess(link, basis, isOfItsName, result, isFlag);
  }

  RelationGuess asFlag() {
    return new RelationGuess(link, basis, isOfItsName, found, true);
  }

  /** Whether it depends on what values there are: not where the column is named as a key. */
  boolean needsValues() {
    boolean named =
        link.fromColumns().size() > 1 || NameTokens.of(link.fromColumns().get(0)).isKey();
    return basis.needsData() && !named && found.isPresent() && meant() > 0;
  }

  boolean isOfPrimaryKey() {
    return link.to().primaryKey().equals(link.toColumns());
  }

  /** Whether the data agrees; where there is no data, whether the names are enough. */
  boolean holds() {
    if (found.isEmpty() || meant() == 0) {
      return !basis.needsData();
    }
    return share() >= basis.share && !isFlag;
  }

  private long meant() {
    return found.map(f -> f.references() - f.none()).orElse(0L);
  }

  double share() {
    return found.map(RelationMeasure.Found::share).orElse(0.0);
  }

  /** Whether the data says as much for the other one. */
  boolean isNoBetterThan(RelationGuess other) {
    return isOfItsName == other.isOfItsName && Math.abs(share() - other.share()) < 0.01;
  }

  /** Whether some of the data agrees, or nothing speaks against it, so that it is worth a look. */
  boolean isDoubtful() {
    return !holds() && !isFlag && (meant() == 0 || share() >= 0.1);
  }
}
