"""Is the web server of this container answering? `python -m tppo_tracker.probe`

Asks /healthz under an allowed name. A part that is not well makes the answer 503:
then the server lives all the same, and restarting it would help nobody.
"""

import sys
from http.client import HTTPConnection

from tppo_tracker import environment

ANSWERS = {200, 503}

if __name__ == "__main__":
    connection = HTTPConnection("127.0.0.1", 8000, timeout=8)
    name = environment.words("ALLOWED_HOSTS")[0]
    connection.request("GET", "/healthz", headers={"Host": name})
    sys.exit(connection.getresponse().status not in ANSWERS)
