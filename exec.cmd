@rem The scripts of package.json begin with "exec", so that signals and exit codes are the program's own and no shell stands between.
@rem The shell of Windows knows no such word; this is it.
@%*
