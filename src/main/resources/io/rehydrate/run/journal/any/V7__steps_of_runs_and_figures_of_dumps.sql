CREATE TABLE IF NOT EXISTS run_step (
  run VARCHAR(40) NOT NULL,
  position INTEGER NOT NULL,
  name VARCHAR(60) NOT NULL,
  begun_at BIGINT NOT NULL,
  PRIMARY KEY (run, position)
) ${options};
CREATE TABLE IF NOT EXISTS dump_figures (
  run VARCHAR(40) NOT NULL PRIMARY KEY,
  dump VARCHAR(20) NOT NULL,
  rows_after BIGINT NOT NULL,
  rows_before BIGINT NOT NULL,
  bytes BIGINT NOT NULL
) ${options};
