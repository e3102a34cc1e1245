@echo off
rem Runs the Maven named in .mvn\wrapper\maven-wrapper.properties, and installs it on first use; see mvnw.
setlocal

for /f "usebackq eol=# tokens=1,* delims==" %%a in ("%~dp0.mvn\wrapper\maven-wrapper.properties") do set "%%a=%%b"
for %%f in ("%distributionUrl:/=\%") do set "archive=%%~nxf"
set "name=%archive:-bin.zip=%"
set "version=%name:apache-maven-=%"
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "home=%MAVEN_USER_HOME%\wrapper\dists\%name%\%distributionSha256Sum%"

if not exist "%home%\bin\mvn.cmd" call :install || exit /b 1
"%home%\bin\mvn.cmd" %*
exit /b

:install
echo mvnw: installing %name% 1>&2
set "temporary=%home%.%RANDOM%"
mkdir "%temporary%" || exit /b 1
call :fetch || goto failed
certutil -hashfile "%temporary%\%archive%" SHA256 | findstr /i /c:"%distributionSha256Sum%" >nul
if errorlevel 1 (echo mvnw: %archive% does not match its checksum 1>&2 & goto failed)
tar -xf "%temporary%\%archive%" -C "%temporary%" || goto failed
move "%temporary%\%name%" "%home%" >nul || goto failed
rmdir /s /q "%temporary%"
exit /b 0

:fetch
curl -fsSL --connect-timeout 5 -o "%temporary%\%archive%" "%distributionUrl%" 2>nul && exit /b 0
pushd "%temporary%"
call mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy ^
    "-Dartifact=org.apache.maven:apache-maven:%version%:zip:bin" "-DoutputDirectory=%temporary%" 1>&2
popd
if exist "%temporary%\%archive%" exit /b 0
echo mvnw: %distributionUrl% is out of reach, and no mvn on the PATH could resolve %name% 1>&2
exit /b 1

:failed
rmdir /s /q "%temporary%"
exit /b 1
