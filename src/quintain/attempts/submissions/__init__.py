"""What learners hand in, as it is written into the database; it knows neither pages nor the judge."""
