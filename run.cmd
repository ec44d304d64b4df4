@echo off
rem Starts rnnviz (run.cmd [arguments of main.py]) or checks it (run.cmd test [arguments of pytest]).
rem The same as ./run, for Windows. Nobody has tried it on Windows yet.
setlocal
set "root=%~dp0"
set "python=%root%.venv\Scripts\python.exe"

if exist "%python%" "%python%" -c "import sys, pip; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && goto environment_made
call :find_python
if not defined found (
    echo run: rnnviz needs Python 3.11 or later, and none was found. >&2
    echo run: Install it from https://www.python.org/downloads/ and start run.cmd again. >&2
    exit /b 1
)
echo run: making a virtual environment in %root%.venv >&2
%found% -m venv --clear "%root%.venv"
if errorlevel 1 exit /b 1
:environment_made

rem "%root%." because a backslash before a closing quote would escape it.
if /i "%~1"=="test" goto test

call :install "%root%." installed
if errorlevel 1 exit /b 1
"%python%" "%root%main.py" %*
exit /b %errorlevel%

:test
call :install "%root%.[test]" installed-test
if errorlevel 1 exit /b 1
set "arguments="
:next_argument
shift
if not "%~1"=="" set arguments=%arguments% %1& goto next_argument
if not defined QT_QPA_PLATFORM set "QT_QPA_PLATFORM=offscreen"
cd /d "%root%"
"%python%" -m tests %arguments%
exit /b %errorlevel%

:find_python
set "found="
for %%p in ("py -3.13" "py -3.12" "py -3.11" "py -3" "python" "python3") do (
    if not defined found (
        %%~p -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && set "found=%%~p"
    )
)
exit /b 0

:install
rem %1: what pip installs; %2: the copy of pyproject.toml that says so
fc /b "%root%pyproject.toml" "%root%.venv\%~2" >nul 2>&1 && exit /b 0
echo run: installing what pyproject.toml asks for; this takes a minute the first time >&2
"%python%" -m pip install --quiet --disable-pip-version-check --no-input --editable %1
if errorlevel 1 exit /b 1
copy /y "%root%pyproject.toml" "%root%.venv\%~2" >nul
exit /b %errorlevel%
