# Runs Neutree's seeds in the order of their names. They run after every upgrade, so a statement that finds its row already there fails
# and is passed over; a database that can't be reached ends the step.
find /scripts/seed -name '*.sql' | sort | while IFS= read -r file; do
  echo "running $file"
  psql -q -f "$file" || exit 1
done
