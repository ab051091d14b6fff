@echo off
chcp 65001 >nul
cd /d "%~dp0"
if not exist installer.py (echo Pakk ut hele zip-filen først, og dobbeltklikk på installer.bat i mappen som kommer ut. & goto ferdig)
rem En Python som pakken har hjul for; ingenting hentes fra nettet for å finne den.
set PYTHON_MANAGER_AUTOMATIC_INSTALL=0
for %%v in (3.13 3.12 3.11) do findstr /c:"%%v" innhold.json >nul && py -%%v --version >nul 2>nul && (py -%%v installer.py %* & goto ferdig)
where py >nul 2>nul && (py -3 installer.py %* & goto ferdig)
where python >nul 2>nul && (python installer.py %* & goto ferdig)
echo Python finnes ikke på maskinen. Be IT om Python, i en av utgavene som LES-MEG.txt nevner.
:ferdig
pause
