# SPDX-License-Identifier: Apache-2.0
# Says at login that messages wait: see /etc/profile.d/messngr.sh.
if status is-login; and status is-interactive; and test -r /etc/profile.d/messngr.sh
    MESSNGR_SHELL=fish sh -c '. /etc/profile.d/messngr.sh'
end
