"""What templates of the dashboards need."""
