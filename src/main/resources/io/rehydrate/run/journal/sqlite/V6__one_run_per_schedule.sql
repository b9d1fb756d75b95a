CREATE UNIQUE INDEX IF NOT EXISTS run_schedule ON run (schedule_key);
