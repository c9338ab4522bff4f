from quintain.cli.main import main

main()
