CREATE TABLE IF NOT EXISTS lease (
  name VARCHAR(200) NOT NULL PRIMARY KEY,
  owner VARCHAR(300) NOT NULL,
  run VARCHAR(40) NOT NULL,
  expires_at BIGINT NOT NULL
) ${options};
CREATE TABLE IF NOT EXISTS resource (
  id ${auto},
  run VARCHAR(40) NOT NULL,
  kind VARCHAR(40) NOT NULL,
  name VARCHAR(400) NOT NULL,
  detail ${long} NOT NULL,
  created_at BIGINT NOT NULL
) ${options};
CREATE TABLE IF NOT EXISTS fact (
  name VARCHAR(300) NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  actor VARCHAR(200) NOT NULL,
  origin VARCHAR(400) NOT NULL,
  told_at BIGINT NOT NULL
) ${options};
CREATE TABLE IF NOT EXISTS progress (
  run VARCHAR(40) NOT NULL PRIMARY KEY,
  work VARCHAR(200) NOT NULL,
  unit VARCHAR(40) NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  per_second DOUBLE PRECISION NOT NULL,
  seconds_left BIGINT,
  run_seconds_left BIGINT,
  noted_at BIGINT NOT NULL
) ${options};
