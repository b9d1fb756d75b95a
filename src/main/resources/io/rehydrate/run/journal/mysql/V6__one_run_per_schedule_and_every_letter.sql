SET @change = IF(
  EXISTS (SELECT 1 FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = 'run' AND index_name = 'run_schedule'),
  'DO 0',
  'CREATE UNIQUE INDEX run_schedule ON run (schedule_key)');
PREPARE change_run FROM @change;
EXECUTE change_run;
DEALLOCATE PREPARE change_run;

-- Earlier versions left the character set to the schema, and had less room for a resource.
ALTER TABLE run CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE lease CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE resource CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE fact CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE progress CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE resource MODIFY detail LONGTEXT NOT NULL;
