"""What people see and take away: charts, files, pages, in three languages."""
