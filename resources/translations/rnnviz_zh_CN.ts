<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
  <name>app.panels</name>
  <message><source>Model</source><translation>模型</translation></message>
  <message><source>Data</source><translation>数据</translation></message>
  <message><source>Preferences</source><translation>首选项</translation></message>
</context>
</TS>
