# Runs Neutree's migrations. A database that is already beyond the scripts is left alone: that is what a release finds that was rolled back,
# and the migration program would fail there, because it has no script for where the database is.
newest=$(ls /scripts/migrations | sed -n 's/^0*\([0-9][0-9]*\)_.*\.up\.sql$/\1/p' | sort -n | tail -n 1)
if [ -z "$newest" ]; then
  echo "there are no migrations in the image of the database scripts"
  exit 1
fi
current=$(migrate -source file:///scripts/migrations -database "$DATABASE_URL" version 2>&1 | tail -n 1)
case "$current" in
  *[!0-9]*|'') ;;
  *)
    if [ "$current" -gt "$newest" ]; then
      echo "the database is at $current, beyond these scripts' $newest; nothing to migrate"
      exit 0
    fi
    ;;
esac
exec migrate -source file:///scripts/migrations -database "$DATABASE_URL" up
