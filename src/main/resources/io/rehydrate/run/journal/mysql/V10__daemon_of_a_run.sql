-- A server keeps each statement for itself: one that was cut here is run again, so it asks first what is there.
SET @change = IF(
  EXISTS (SELECT 1 FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'run' AND column_name = 'daemon'),
  'DO 0',
  'ALTER TABLE run ADD COLUMN daemon VARCHAR(64)');
PREPARE change_run FROM @change;
EXECUTE change_run;
DEALLOCATE PREPARE change_run;
