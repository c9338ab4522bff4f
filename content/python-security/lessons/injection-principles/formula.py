"""What the csv module writes for a cell that a spreadsheet takes for a formula."""

import csv
import io

if __name__ == "__main__":
    file = io.StringIO()
    csv.writer(file).writerow(["anna", '=HYPERLINK("https://evil.example","open")'])
    print(file.getvalue().strip())
    print(next(csv.reader(io.StringIO(file.getvalue())))[1][0])
