-- A server keeps each statement for itself: one that was cut here is run again, so each asks first what is there.
SET @change = IF(
  EXISTS (SELECT 1 FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'run' AND column_name = 'schedule_key'),
  'DO 0',
  'ALTER TABLE run ADD COLUMN schedule_key VARCHAR(250)');
PREPARE change_run FROM @change;
EXECUTE change_run;
SET @change = IF(
  EXISTS (SELECT 1 FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'run' AND column_name = 'place'),
  'DO 0',
  'ALTER TABLE run ADD COLUMN place VARCHAR(1000)');
PREPARE change_run FROM @change;
EXECUTE change_run;
SET @change = IF(
  EXISTS (SELECT 1 FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'run' AND column_name = 'cancelled_by'),
  'DO 0',
  'ALTER TABLE run ADD COLUMN cancelled_by VARCHAR(700)');
PREPARE change_run FROM @change;
EXECUTE change_run;
DEALLOCATE PREPARE change_run;
